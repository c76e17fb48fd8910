package dev.weir.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * CPU time of this process so far, user and system, all threads: nothing is subtracted. What compilation and garbage
 * collection took of it is known on Linux, from the times of their threads, in steps of 10 ms; elsewhere it is 0. A
 * sample costs about 2 ms.
 *
 * @param wallNanos of {@link System#nanoTime}
 */
public record CpuSample(long wallNanos, long cpuNanos, long jitNanos, long gcNanos) {

    private static final Path THREADS = Path.of("/proc/self/task");
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final int USER_TICKS = 11;
    private static final List<String> COMPILERS = List.of("C1 ", "C2 ");
    private static final List<String> COLLECTORS = List.of("GC ", "G1 ", "VM Thread");

    /** The time spent up to now. */
    public static CpuSample now() {
        long cpu = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
        long jit = 0;
        long gc = 0;
        for (Path thread : threads()) {
            String name = read(thread.resolve("comm"));
            if (COMPILERS.stream().anyMatch(name::startsWith)) {
                jit += ticks(thread);
            } else if (COLLECTORS.stream().anyMatch(name::startsWith)) {
                gc += ticks(thread);
            }
        }
        return new CpuSample(System.nanoTime(), cpu, jit * NANOS_PER_TICK, gc * NANOS_PER_TICK);
    }

    private static List<Path> threads() {
        if (!Files.isDirectory(THREADS)) {
            return List.of();
        }
        try (Stream<Path> threads = Files.list(THREADS)) {
            return threads.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** User and system time; the fields are counted from behind the name, which may hold spaces. */
    private static long ticks(Path thread) {
        String stat = read(thread.resolve("stat"));
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]);
    }

    /** Nothing for a thread that has just ended. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            return ""; // the kernel says ESRCH for a thread that ends while it is read
        }
    }
}
