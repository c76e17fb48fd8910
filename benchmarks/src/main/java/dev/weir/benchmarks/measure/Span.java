package dev.weir.benchmarks.measure;

/**
 * What some calls cost.
 *
 * @param seconds wall clock
 * @param cpuSeconds CPU time of the whole process, the two below included
 * @param jitSeconds part of it that compilation took
 * @param gcSeconds part of it that garbage collection took
 */
public record Span(long calls, double seconds, double cpuSeconds, double jitSeconds, double gcSeconds) {

    private static final double NANOS = 1e9;

    /** What was spent between two samples. */
    public static Span between(CpuSample from, CpuSample to, long calls) {
        return new Span(
                calls,
                (to.wallNanos() - from.wallNanos()) / NANOS,
                (to.cpuNanos() - from.cpuNanos()) / NANOS,
                (to.jitNanos() - from.jitNanos()) / NANOS,
                (to.gcNanos() - from.gcNanos()) / NANOS);
    }

    public double callsPerSecond() {
        return calls / seconds;
    }

    /** CPU seconds for a million calls. */
    public double cpuPerMillion() {
        return cpuSeconds / calls * 1e6;
    }

    public double jitPerMillion() {
        return jitSeconds / calls * 1e6;
    }

    public double gcPerMillion() {
        return gcSeconds / calls * 1e6;
    }
}
