package dev.weir.app.command;

import dev.weir.app.config.WeirConfig;
import dev.weir.app.run.App;
import dev.weir.app.traffic.Arrival;
import dev.weir.app.traffic.KafkaReplayTarget;
import dev.weir.app.traffic.ReplayOptions;
import dev.weir.app.traffic.ReplayProgress;
import dev.weir.app.traffic.ReplayReport;
import dev.weir.app.traffic.Replayer;
import dev.weir.app.traffic.SentOffsets;
import dev.weir.schemas.Topics;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.topology.MonitoringConfig.ArrivalClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What the commands share that put recorded events through a Kafka of their own: its settings, and the replay. */
final class Recording implements AutoCloseable {

    /** What is closing down still writes and deletes files for a while. */
    private static final Duration LAST_FILES = Duration.ofSeconds(20);

    private static final Duration LOOK = Duration.ofMillis(100);

    private final Path directory;
    private final Terminal terminal;

    private Recording(Path directory, Terminal terminal) {
        this.directory = directory;
        this.terminal = terminal;
    }

    /** Keys that {@link #configure} decides. */
    static final List<String> DECIDED = List.of("kafka.bootstrap_servers", "topology.clock", "storage.directory");

    /** A directory that is gone afterwards. */
    static Recording inTemporaryDirectory(Terminal terminal) throws IOException {
        return new Recording(Files.createTempDirectory("weir-"), terminal);
    }

    /**
     * The configuration with a Kafka inside the process, a recorded clock, and nothing kept.
     *
     * @param kafkaPort 0: any free one
     * @param httpPort 0: any free one
     */
    WeirConfig configure(WeirConfig config, ArrivalClock clock, int kafkaPort, int httpPort) {
        return new WeirConfig(
                config.kafka().inside(kafkaPort),
                config.registry(),
                config.topics(),
                config.topology().withClock(clock),
                config.judge(),
                config.alerting(),
                config.http().withPort(httpPort),
                config.otlp(),
                config.storage().in(directory.toString()),
                config.files());
    }

    /** Puts events on the trace topic of an app's cluster. */
    static ReplayReport replay(App app, Iterator<Arrival> arrivals, ReplayOptions options, ReplayProgress progress)
            throws InterruptedException {
        return replay(
                app.clientSettings(),
                app.codec(),
                Topics.TRACES.name(),
                arrivals,
                options,
                new SentOffsets(),
                progress);
    }

    static ReplayReport replay(
            Map<String, Object> client,
            AvroCodec codec,
            String topic,
            Iterator<Arrival> arrivals,
            ReplayOptions options,
            SentOffsets sent,
            ReplayProgress progress)
            throws InterruptedException {
        Map<String, Object> settings = new HashMap<>(client);
        settings.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.putAll(KafkaReplayTarget.producerSettings());
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            KafkaReplayTarget target =
                    new KafkaReplayTarget(producer, topic, event -> codec.encode(Topics.TRACES, event), sent);
            return new Replayer().replay(arrivals, target, options, progress);
        }
    }

    /** Deletes the directory. Files that stay are said and left: what came of the recording is known by then. */
    @Override
    public void close() {
        long end = System.nanoTime() + LAST_FILES.toNanos();
        for (Optional<String> left = delete(); left.isPresent(); left = delete()) {
            if (System.nanoTime() > end) {
                terminal.err().println("weir: temporary files are left in " + directory + ": " + left.get());
                return;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** What is left, in words. */
    private Optional<String> delete() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Files.exists(directory) ? Optional.of(e.toString()) : Optional.empty();
        } catch (IOException | UncheckedIOException e) {
            return Optional.of(e.toString());
        }
    }
}
