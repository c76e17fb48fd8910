package dev.weir.alerting;

import dev.weir.alerting.rules.InvalidRulesException;
import dev.weir.alerting.rules.RuleFile;
import dev.weir.alerting.rules.RuleSet;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertStatus;
import dev.weir.schemas.avro.Progress;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A driver of the whole topology, its inputs and its outputs. */
abstract class AlertingHarness {

    private static final SeriesKey SERIES = SeriesKey.of("default", "", "chat", "", "gpt-4o", "");

    final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
    final AlertingMetrics metrics = new AlertingMetrics(new SimpleMeterRegistry());

    @TempDir
    Path stateDir;

    @SuppressWarnings("NullAway.Init")
    TopologyTestDriver driver;

    @AfterEach
    void close() {
        if (driver != null) { // describe_isPinned starts none
            driver.close();
        }
    }

    static String header(TestRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    Topology topology(String rules) throws InvalidRulesException {
        RuleSet set = RuleFile.parse("test.yaml", rules);
        return AlertingTopology.build(
                AlertingConfig.DEFAULT,
                set,
                codec,
                metrics,
                AlertingTopology.Clock.LIVE,
                new StreamsConfig(settings()));
    }

    void start(String rules) throws InvalidRulesException {
        driver = new TopologyTestDriver(topology(rules), settings());
    }

    /** A new driver with what the stores of the old one held. */
    void restart(String rules) throws InvalidRulesException {
        List<String> names =
                List.of(StateStores.ALERT_STATES, StateStores.SERIES_HISTORIES, StateStores.SPENDER_HISTORIES);
        Map<String, List<KeyValue<String, Object>>> kept = new HashMap<>();
        names.forEach(name -> kept.put(name, entries(name)));
        driver.close();
        start(rules);
        for (String name : names) {
            KeyValueStore<String, Object> store = driver.getKeyValueStore(name);
            kept.getOrDefault(name, List.of()).forEach(entry -> store.put(entry.key, entry.value));
        }
    }

    List<KeyValue<String, Object>> entries(String store) {
        List<KeyValue<String, Object>> entries = new ArrayList<>();
        try (var all = driver.<String, Object>getKeyValueStore(store).all()) {
            all.forEachRemaining(entries::add);
        }
        return entries;
    }

    private Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "alerting-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        return settings;
    }

    void send(SpecificRecord window) {
        Topic topic = Topics.WINDOW_STATS;
        if (window instanceof dev.weir.schemas.avro.WindowQuality) {
            topic = Topics.WINDOW_QUALITY;
        } else if (window instanceof dev.weir.schemas.avro.WindowSpend) {
            topic = Topics.WINDOW_SPEND;
        }
        sendBytes(topic, codec.encode(topic, window));
    }

    /** What a merge says at a frontier, with the default grace of its kind: a minute, and half an hour more for scores. */
    void progress(Topic topic, Instant frontier, boolean ended) {
        Duration grace = topic == Topics.WINDOW_QUALITY ? Duration.ofMinutes(31) : Duration.ofMinutes(1);
        progress(
                topic,
                Progress.newBuilder()
                        .setPartition(0)
                        .setFrontier(frontier)
                        .setCompleteUntil(frontier.minus(grace))
                        .setEnded(ended)
                        .build());
    }

    void progress(Topic topic, Progress progress) {
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput("~progress", codec.encode(topic, progress));
    }

    void sendBytes(Topic topic, byte[] bytes) {
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(SERIES.text(), bytes);
    }

    List<Alert> history() {
        return read(Topics.ALERT_HISTORY).stream()
                .map(record -> codec.decode(record.value(), Alert.class))
                .toList();
    }

    Alert newest() {
        List<TestRecord<String, byte[]>> table = read(Topics.ALERTS);
        return codec.decode(table.get(table.size() - 1).value(), Alert.class);
    }

    List<TestRecord<String, byte[]>> read(Topic topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    static List<AlertStatus> statuses(List<Alert> alerts) {
        return alerts.stream().map(Alert::getStatus).toList();
    }
}
