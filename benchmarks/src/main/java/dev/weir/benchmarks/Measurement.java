package dev.weir.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What a number of events cost.
 *
 * @param seconds wall clock
 * @param cpuSeconds CPU time of this whole process, garbage collection and compilation included, nothing subtracted
 */
record Measurement(String name, long events, double seconds, double cpuSeconds) {

    /** Work on some events. */
    interface Work {
        /** Does the work; returns how many events it was. */
        long run() throws Exception;
    }

    /** Does the work once and measures it. */
    static Measurement of(String name, Work work) throws Exception {
        long cpu = cpuNanos();
        long start = System.nanoTime();
        long events = work.run();
        return new Measurement(name, events, (System.nanoTime() - start) / 1e9, (cpuNanos() - cpu) / 1e9);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    double eventsPerSecond() {
        return events / seconds;
    }

    double cpuSecondsPerMillion() {
        return cpuSeconds / events * 1e6;
    }

    /** A line of the table; the ratio is that of CPU time to a baseline's. */
    String line(Measurement baseline) {
        return String.format(
                Locale.ROOT,
                "%-34s %10d %12.0f %16.1f %8.1f",
                name,
                events,
                eventsPerSecond(),
                cpuSecondsPerMillion(),
                cpuSecondsPerMillion() / baseline.cpuSecondsPerMillion());
    }

    static String header() {
        return String.format("%-34s %10s %12s %16s %8s", "", "events", "events/s", "CPU s/million", "ratio");
    }
}
