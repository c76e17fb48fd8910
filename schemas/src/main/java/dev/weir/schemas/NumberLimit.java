package dev.weir.schemas;

/**
 * How large numbers from outside may be that are added up. A sum that leaves the range of a {@code long} would end the task
 * that adds it. Below these limits a sum of tokens takes more calls for that than one window ever holds; a sum of money takes a
 * million calls of 9,223 USD, the most that one can cost, and stays at the end of the range then ({@link #plus}).
 */
public final class NumberLimit {

    /** Most tokens of one kind in one call; nine billion calls of so many fit into one sum. */
    public static final long MOST_TOKENS = 1_000_000_000L;

    /** Most judgements of one score. */
    public static final int MOST_JUDGEMENTS = 25;

    private NumberLimit() {}

    /**
     * The sum of two numbers that stays at the end of the range which it would leave. Sums of numbers that are none below 0
     * are the same in whatever order they are added.
     */
    public static long plus(long one, long other) {
        long sum = one + other;
        boolean overflows = ((one ^ sum) & (other ^ sum)) < 0;
        return !overflows ? sum : one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
