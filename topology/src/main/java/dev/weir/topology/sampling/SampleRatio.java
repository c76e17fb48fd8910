package dev.weir.topology.sampling;

import java.util.OptionalDouble;

/**
 * A check that weights are right and no call was lost between deciding and judging: the weights of the calls that were
 * taken must add up to the number of all calls.
 *
 * <p>{@code z = (sum w - N) / sqrt(V)}. V is the variance that the design gives the numerator, the sum of
 * {@code w - 1} over <em>all</em> calls; the sum of {@code w (w - 1)} over those taken estimates the same number, but at
 * 25 expected calls of equal, large weight it raises a false alarm in 0.14 % of cases, this one in 0.01 %. A sum of
 * counts: merge by {@link #mergeWith}. Not thread-safe.
 */
final class SampleRatio {

    /** Largest |z| that chance explains. */
    static final double MAX_Z = 4;

    /** Fewest taken calls to be expected for a verdict. */
    static final double MIN_EXPECTED = 25;

    /** What the check says. */
    enum Verdict {
        TOO_FEW,
        CONSISTENT,
        BROKEN
    }

    private long calls;
    private long sumW;
    private long allWeights;

    /** Counts a decision, taken or not. */
    void add(Decision decision) {
        decided(decision.weight());
        if (decision.sampled()) {
            received(decision.weight());
        }
    }

    /** Counts a call for which a decision was made. */
    void decided(long weight) {
        calls++;
        allWeights = Math.addExact(allWeights, weight);
    }

    /** Counts a taken call, where it arrives. */
    void received(long weight) {
        sumW = Math.addExact(sumW, weight);
    }

    /** Adds the counts of another check. */
    void mergeWith(SampleRatio other) {
        calls = Math.addExact(calls, other.calls);
        sumW = Math.addExact(sumW, other.sumW);
        allWeights = Math.addExact(allWeights, other.allWeights);
    }

    /** Deviation in standard errors; infinite where every call is judged and the sums differ, empty without calls. */
    OptionalDouble z() {
        if (calls == 0) {
            return OptionalDouble.empty();
        }
        double deviation = (double) sumW - calls;
        return OptionalDouble.of(deviation == 0 ? 0 : deviation / Math.sqrt((double) allWeights - calls));
    }

    Verdict verdict() {
        if (calls == 0 || (double) calls * calls / allWeights < MIN_EXPECTED) {
            return Verdict.TOO_FEW;
        }
        return Math.abs(z().orElseThrow()) > MAX_Z ? Verdict.BROKEN : Verdict.CONSISTENT;
    }
}
