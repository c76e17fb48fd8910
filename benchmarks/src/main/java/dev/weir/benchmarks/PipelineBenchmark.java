package dev.weir.benchmarks;

import dev.weir.app.run.StreamsRun;
import dev.weir.app.run.StreamsSettings;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Progress;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.MonitoringConfig;
import dev.weir.topology.MonitoringConfig.ArrivalClock;
import dev.weir.topology.MonitoringTopology;
import dev.weir.topology.enrich.PriceBooks;
import dev.weir.topology.ingest.SourceProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * Events per second and CPU seconds per million through the measuring topology on a real broker, next to a bare loop that
 * consumes and decodes the same records in the same process just before. Full-size events carry texts, lean ones do not.
 * Usage: {@code PipelineBenchmark [EVENTS]}, 200,000 by default.
 */
public final class PipelineBenchmark {

    private static final int EVENTS = 200_000;
    private static final int THREADS = 2;
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(100);

    private final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
    private final int events;

    private PipelineBenchmark(int events) {
        this.events = events;
    }

    public static void main(String[] args) throws Exception {
        int events = args.length == 0 ? EVENTS : Integer.parseInt(args[0]);
        if (args.length > 1 || events < 1) {
            System.err.println("usage: PipelineBenchmark [EVENTS]: expected 1 or more, 200000 by default");
            System.exit(2);
        }
        System.out.println(Runtime.getRuntime().availableProcessors() + " processors, Java "
                + System.getProperty("java.version") + ", " + THREADS + " stream threads, exactly once");
        PipelineBenchmark benchmark = new PipelineBenchmark(events);
        benchmark.compare(false);
        benchmark.compare(true);
    }

    private void compare(boolean lean) throws Exception {
        try (BrokerProcess broker = BrokerProcess.start()) {
            Cluster cluster = new Cluster(broker.bootstrapServers());
            cluster.prepare();
            long bytes = cluster.load(codec, events, lean);
            System.out.printf(Locale.ROOT, "%n%s events, %d bytes each%n", lean ? "lean" : "full-size", bytes / events);
            System.out.println(Measurement.header());
            decodeAll(cluster);
            Measurement baseline = Measurement.of("consume and decode (baseline)", () -> decodeAll(cluster));
            System.out.println(baseline.line(baseline));
            Measurement topology = Measurement.of("monitoring topology", () -> measureAll(cluster));
            System.out.println(topology.line(baseline));
        }
    }

    /** The limit: what any reader of these records pays. Run once before it is measured, to warm up. */
    private long decodeAll(Cluster cluster) {
        long read = 0;
        int ended = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.reader(Topics.TRACES)) {
            while (ended < Cluster.PARTITIONS) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.value() == null) {
                        ended++;
                    } else {
                        TraceEvent event = codec.decode(record.value(), TraceEvent.class);
                        read += event.getTraceId().isEmpty() ? 0 : 1;
                    }
                }
            }
        }
        return read;
    }

    /** Start to last window: the application starts, counts everything and closes every window at the end marker. */
    private long measureAll(Cluster cluster) throws IOException {
        Path state = Files.createTempDirectory("weir-benchmark-");
        Properties settings = new StreamsSettings(
                        "weir-benchmark", cluster.bootstrapServers(), state, "", THREADS, 0, Map.of())
                .toProperties();
        MonitoringTopology topology = new MonitoringTopology(
                MonitoringConfig.DEFAULT.withClock(ArrivalClock.RECORDED),
                codec,
                PriceBooks.bundled(),
                List.of(),
                SourceProgress.NEVER,
                Cluster.PARTITIONS);
        try (StreamsRun run = new StreamsRun(
                topology.build(settings), settings, new DefaultKafkaClientSupplier(), Clock.systemUTC())) {
            run.start();
            awaitEnd(cluster);
        } finally {
            delete(state);
        }
        return events;
    }

    private void awaitEnd(Cluster cluster) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        Set<Integer> ended = new HashSet<>();
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.reader(Topics.WINDOW_STATS)) {
            while (ended.size() < Cluster.PARTITIONS) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("not done within " + LONGEST + ": expected fewer events");
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (codec.decodeAny(record.value()) instanceof Progress progress && progress.getEnded()) {
                        ended.add(progress.getPartition());
                    }
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
