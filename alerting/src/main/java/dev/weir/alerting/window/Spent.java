package dev.weir.alerting.window;

import org.jspecify.annotations.Nullable;

/**
 * What somebody has spent in some time.
 *
 * @param unpricedCalls calls whose cost is unknown and not in the sum
 * @param nanoUsd cost of the others, nano-USD
 * @param tokens input and output, as far as calls report them
 * @param maxInputTokens input tokens of the largest call; absent: no call reports any
 */
public record Spent(
        long calls,
        long unpricedCalls,
        long nanoUsd,
        long tokens,
        @Nullable Long maxInputTokens) {

    /** Nothing. */
    public static final Spent NOTHING = new Spent(0, 0, 0, 0, null);

    /** Both together. */
    public Spent plus(Spent other) {
        return new Spent(
                Math.addExact(calls, other.calls),
                Math.addExact(unpricedCalls, other.unpricedCalls),
                Math.addExact(nanoUsd, other.nanoUsd),
                Math.addExact(tokens, other.tokens),
                larger(maxInputTokens, other.maxInputTokens));
    }

    private static @Nullable Long larger(@Nullable Long a, @Nullable Long b) {
        return a == null ? b : b == null ? a : Long.valueOf(Math.max(a, b));
    }
}
