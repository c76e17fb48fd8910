package dev.weir.benchmarks.rows;

import dev.weir.benchmarks.Cluster;
import dev.weir.benchmarks.calls.Data;
import dev.weir.benchmarks.measure.RowSpec;
import dev.weir.benchmarks.rows.LiveLoad.Probe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The load in a process of its own, so that its CPU time is not counted with what is measured. It says on its standard output
 * what it has sent, and ends when its standard input does.
 */
final class LoadProcess implements AutoCloseable {

    private static final String SEPARATOR = "\u001F";

    private final Process process;
    private volatile long sent;

    private LoadProcess(Process process) {
        this.process = process;
    }

    /** Starts it; each probe is told by a thread that reads its output. {@link System#nanoTime} is the machine's. */
    static LoadProcess start(RowSpec spec, Consumer<Probe> onProbe) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadProcess.class.getName(),
                        spec.bootstrapServers(),
                        Integer.toString(spec.partitions()),
                        spec.data().name(),
                        Integer.toString(spec.callsPerSecond())))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        LoadProcess load = new LoadProcess(process);
        Thread reader = new Thread(() -> load.read(onProbe), "load-output");
        reader.setDaemon(true);
        reader.start();
        return load;
    }

    private void read(Consumer<Probe> onProbe) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] parts = line.split(SEPARATOR, -1);
                sent = Long.parseLong(parts[0]);
                onProbe.accept(
                        new Probe(parts[1], parts[2], parts[3], Instant.parse(parts[4]), Long.parseLong(parts[5])));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The load itself: server, partitions, kind of calls, calls a second. */
    public static void main(String[] arguments) throws IOException {
        Cluster cluster = new Cluster(arguments[0], Integer.parseInt(arguments[1]));
        Reports reports = new Reports();
        try (LiveLoad load =
                        new LiveLoad(cluster, Data.valueOf(arguments[2]), Integer.parseInt(arguments[3]), reports);
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            reports.load = load;
            while (in.readLine() != null) {
                // nothing is ever written
            }
        }
    }

    /** A line for each probe. */
    private static final class Reports implements Consumer<Probe> {

        private volatile @Nullable LiveLoad load;

        @Override
        public void accept(Probe probe) {
            LiveLoad from = load;
            System.out.println(String.join(
                    SEPARATOR,
                    Long.toString(from == null ? 0 : from.sent()),
                    probe.route(),
                    probe.model(),
                    probe.version(),
                    probe.sentAt().toString(),
                    Long.toString(probe.sentNanos())));
        }
    }

    long pid() {
        return process.pid();
    }

    /** Calls sent as of the last probe, a tenth of a second ago at most; probes not counted. */
    long sent() {
        return sent;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
