package dev.weir.app.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A JVM that a test started and may hurt, by its pid and no other way. Its output goes to a file. */
final class ChildProcess {

    private static final Duration SIGNAL_DEADLINE = Duration.ofSeconds(10);

    private final Process process;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a main class on the class path of the tests.
     *
     * @param jvm its options, such as the size of its heap
     */
    static ChildProcess start(Path log, List<String> jvm, Class<?> main, List<String> args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:TrimNativeHeapInterval=5000",
                "-Dlogback.configurationFile=proof/logback-process.xml",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(jvm);
        command.add(main.getName());
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("MALLOC_ARENA_MAX", "2"); // as the launcher and the image have it
        return new ChildProcess(builder.start(), log);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9}; returns when it is gone. Works on a process that is stopped, too. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As {@code kill -STOP}: it stands still with its connections open. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    /**
     * Asks it to end in order.
     *
     * @return how long that took
     * @throws AssertionError if it takes longer than it may
     */
    Duration terminate(Duration atMost) throws IOException, InterruptedException {
        long start = System.nanoTime();
        // Not Process.destroy: it closes the process's input as well, which ends it at once.
        signal("TERM");
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("process " + pid() + " did not end within " + atMost + "\n" + lastWords(30));
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid()).start();
        if (!kill.waitFor(SIGNAL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS) || kill.exitValue() != 0) {
            throw new IOException("SIG" + name + " could not be sent to " + pid());
        }
    }

    /** Stacks of all its threads, at the end of its output. */
    void dumpThreads() throws IOException, InterruptedException {
        if (process.isAlive()) {
            signal("CONT");
            signal("QUIT");
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        }
    }

    /** Memory of the process that is in RAM. */
    long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        throw new IOException("no VmRSS of process " + pid());
    }

    void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError("process " + pid() + " ended with " + process.exitValue() + "\n" + lastWords(30));
        }
    }

    Path log() {
        return log;
    }

    /** Whether it wrote this since its log began. */
    boolean said(String words) throws IOException {
        return Files.readString(log).contains(words);
    }

    String lastWords(int lines) {
        try {
            List<String> all = Files.readAllLines(log);
            return log.getFileName() + ": "
                    + String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return log + " cannot be read: " + e.getMessage();
        }
    }
}
