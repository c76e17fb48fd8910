package dev.weir.topology;

import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.headers.EndOfInput;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.commit.Uncommitted;
import dev.weir.topology.ingest.SourceProgress;
import dev.weir.topology.price.PriceBooks;
import dev.weir.topology.spend.SpendWatch;
import dev.weir.topology.traffic.SlowerThan;
import dev.weir.topology.view.Views;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The whole topology on one partition, without a broker. */
final class TopologyHarness implements AutoCloseable {

    private static final RuleDemands NEEDS = new RuleDemands(
            List.of(new SlowerThan(false, 1_000), new SlowerThan(true, 800)), SpendWatch.NONE, Views.NONE);

    final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
    final TopologyTestDriver driver;
    final Uncommitted uncommitted;
    private final Path state;

    TopologyHarness(MonitoringConfig config, SourceProgress progress) throws IOException {
        this(config, NEEDS, progress);
    }

    TopologyHarness(MonitoringConfig config, RuleDemands needs, SourceProgress progress) throws IOException {
        state = Files.createTempDirectory("weir-topology-test");
        MonitoringTopology monitoring = monitoring(config, needs, progress);
        uncommitted = monitoring.stores().uncommitted();
        driver = new TopologyTestDriver(monitoring.build(settings(state)), settings(state), Instant.EPOCH);
    }

    static Topology topology(MonitoringConfig config, SourceProgress progress) {
        return topology(config, NEEDS, progress);
    }

    static Topology topology(MonitoringConfig config, RuleDemands needs, SourceProgress progress) {
        return monitoring(config, needs, progress).build(settings(Path.of("unused")));
    }

    private static MonitoringTopology monitoring(MonitoringConfig config, RuleDemands needs, SourceProgress progress) {
        return new MonitoringTopology(
                config, new AvroCodec(new EmbeddedRegistry()), PriceBooks.bundled(), needs, progress, 1);
    }

    private static Properties settings(Path state) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "weir-topology-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return settings;
    }

    void event(TraceEvent event, Instant arrival) {
        bytes(event.getTraceId(), codec.encode(Topics.TRACES, event), arrival);
    }

    void bytes(String key, byte[] value, Instant arrival) {
        pipe(
                Topics.TRACES,
                new TestRecord<>(key.getBytes(StandardCharsets.UTF_8), value, new RecordHeaders(), arrival));
    }

    void record(Topic topic, SpecificRecord record, Instant arrival) {
        pipe(topic, new TestRecord<>(new byte[] {1}, codec.encode(topic, record), new RecordHeaders(), arrival));
    }

    /** A record of a source beside {@code weir.traces}, without a key. */
    void foreign(String topic, String json, Instant arrival) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(null, json.getBytes(StandardCharsets.UTF_8), new RecordHeaders(), arrival));
    }

    void end(Instant arrival) {
        ProducerRecord<byte[], byte[]> marker = EndOfInput.marker(Topics.TRACES.name(), 0, arrival.toEpochMilli());
        pipe(Topics.TRACES, new TestRecord<>(marker));
    }

    private void pipe(Topic topic, TestRecord<byte[], byte[]> record) {
        driver.createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(record);
    }

    /** Lets the punctuators run: once for the frontier, once for the windows it closes. */
    void settle() {
        driver.advanceWallClockTime(Duration.ofMillis(250));
        driver.advanceWallClockTime(Duration.ofMillis(250));
    }

    /** Records of a kind that a topic has received since it was last asked. */
    <T extends SpecificRecord> List<T> read(Topic topic, Class<T> type) {
        List<T> records = new ArrayList<>();
        for (TestRecord<byte[], byte[]> record : letters(topic)) {
            SpecificRecord decoded = codec.decodeAny(record.value());
            if (type.isInstance(decoded)) {
                records.add(type.cast(decoded));
            }
        }
        return records;
    }

    List<TestRecord<byte[], byte[]>> letters(Topic topic) {
        return driver.createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    @Override
    public void close() throws IOException {
        driver.close();
        try (var files = Files.walk(state)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
