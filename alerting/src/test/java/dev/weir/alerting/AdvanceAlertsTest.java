package dev.weir.alerting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.alerting.avro.AlertEntry;
import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.detect.Verdict;
import dev.weir.alerting.lifecycle.Evidence;
import dev.weir.alerting.rules.AlertRule;
import dev.weir.alerting.rules.InvalidRulesException;
import dev.weir.alerting.rules.RuleFile;
import dev.weir.alerting.rules.RuleSet;
import dev.weir.alerting.window.Subject;
import dev.weir.alerting.window.WindowSource;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.avro.AlertStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The step on its own: when it looks for alerts that completeness moves. */
class AdvanceAlertsTest {

    private static final Subject CHAT = new Subject.Series(SeriesKey.of("default", "", "chat", "", "gpt-4o", ""));

    /** Values that have been read from the store; each search reads every alert. */
    private final AtomicInteger reads = new AtomicInteger();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    File stateDir;

    @SuppressWarnings("NullAway.Init")
    private MockProcessorContext<String, PublishedAlert> context;

    @SuppressWarnings("NullAway.Init")
    private Processor<byte[], AlertInput, String, PublishedAlert> step;

    @SuppressWarnings("NullAway.Init")
    private AlertRule rule;

    @BeforeEach
    void start() throws InvalidRulesException {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        context = new MockProcessorContext<>(settings, new TaskId(0, 0), stateDir);
        var serde = StoredRecordSerde.of(AlertEntry.getEncoder(), AlertEntry.getDecoder());
        KeyValueStore<String, AlertEntry> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(StateStores.ALERT_STATES),
                        Serdes.String(),
                        Serdes.serdeFrom(serde.serializer(), (topic, bytes) -> {
                            reads.incrementAndGet();
                            return serde.deserializer().deserialize(topic, bytes);
                        }))
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        RuleSet rules = RuleFile.parse("r.yaml", """
                groups:
                  - name: g
                    rules:
                      - {alert: Errors, measure: error_rate, above: 0.05, no_data_after: 5m}
                """);
        rule = rules.rules().get(0);
        step = AdvanceAlerts.supplier(rules, new AlertRecords(null), new AlertingMetrics(new SimpleMeterRegistry()))
                .get();
        step.init(context);
        Finding breach = new Finding(Verdict.BREACH, 0.2, null, null, null, null, 100, null);
        Evidence evidence = new Evidence(Windows.minute(0), Windows.minute(1), breach, List.of(), Map.of());
        send(new AlertInput.Evaluated(rule, CHAT, evidence, WindowOrder.NEXT, Windows.minute(1)));
        reads.set(0);
        context.resetForwards();
    }

    private void send(AlertInput input) {
        step.process(new Record<>(new byte[] {1}, input, 0));
    }

    private void complete(WindowSource source, Instant time) {
        send(new AlertInput.Complete(source, time));
    }

    @Test
    void markersBetweenTwoBoundaries_readNoAlert() {
        complete(WindowSource.TRAFFIC, Windows.minute(3));
        int once = reads.get();
        for (int second = 1; second < 60; second++) {
            complete(WindowSource.TRAFFIC, Windows.minute(3).plusSeconds(second));
        }
        assertEquals(once, reads.get());
        complete(WindowSource.TRAFFIC, Windows.minute(4));
        assertEquals(2 * once, reads.get());
    }

    @Test
    void eachTopic_hasItsOwnBoundary_andMovesItsOwnAlerts() {
        complete(WindowSource.QUALITY, Windows.minute(60));
        assertEquals(List.of(), context.forwarded());
        complete(WindowSource.TRAFFIC, Windows.minute(6).minusSeconds(1));
        assertEquals(List.of(), context.forwarded());
        complete(WindowSource.TRAFFIC, Windows.minute(6));
        assertEquals(
                AlertStatus.NO_DATA,
                Objects.requireNonNull(
                                context.forwarded().get(0).record().value().alert())
                        .getStatus());
    }

    @Test
    void transition_asksForACommit_becauseNobodySeesItBefore() {
        assertTrue(context.committed(), "the alert has begun to fire");
        context.resetCommit();
        complete(WindowSource.TRAFFIC, Windows.minute(3));
        assertFalse(context.committed(), "nothing has moved");
        complete(WindowSource.TRAFFIC, Windows.minute(6));
        assertTrue(context.committed(), "it is over");
    }
}
