package dev.weir.benchmarks.calls;

import java.util.Locale;

/**
 * Kinds of input. All have 50 routes and 8 models by Zipf's law, 10,000 users and 20 features, log-normal latencies with a
 * Pareto tail, 0.8 % of the calls 1 to 21 s late and 0.2 % 45 to 225 s late.
 */
public enum Data {
    /** With texts, about 1.4 KB a call. */
    FULL(true, 1_000, 1_000_000, 0),
    /** Without texts, about 0.25 KB a call. */
    LEAN(false, 1_000, 2_000_000, 0),
    /** As lean, a tenth as many calls in a second of event time: few calls in a window. */
    SPARSE(false, 100, 1_000_000, 0),
    /** As lean, with nine of ten calls in one series. */
    HOT(false, 1_000, 1_000_000, 0.9);

    private final boolean texts;
    private final int callsPerSecond;
    private final int defaultCalls;
    private final double hotShare;

    Data(boolean texts, int callsPerSecond, int defaultCalls, double hotShare) {
        this.texts = texts;
        this.callsPerSecond = callsPerSecond;
        this.defaultCalls = defaultCalls;
        this.hotShare = hotShare;
    }

    /** Whether calls carry prompts and answers. */
    public boolean texts() {
        return texts;
    }

    /** Calls in one second of arrival time. */
    public int callsPerSecond() {
        return callsPerSecond;
    }

    /** Calls of a run that says nothing else. */
    public int defaultCalls() {
        return defaultCalls;
    }

    /** Share of all calls that one series gets on top of its own, in [0, 1). */
    double hotShare() {
        return hotShare;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
