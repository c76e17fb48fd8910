package dev.weir.alerting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.alerting.avro.LearningState;
import dev.weir.alerting.avro.SeriesState;
import dev.weir.alerting.rules.InvalidRulesException;
import dev.weir.alerting.rules.RuleFile;
import dev.weir.alerting.window.Window;
import dev.weir.alerting.window.WindowSource;
import dev.weir.schemas.Dimension;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.View;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The step on its own: which rules decide on which windows, and what is stored. */
class EvaluateRulesTest {

    private static final String EVERY = "by: [tenant, environment, route, provider, model, version]";
    private static final String RULES = """
            groups:
              - name: g
                rules:
                  - {alert: Errors, measure: error_rate, above: 0.05}
                  - {alert: Cost, kind: trend, measure: cost_usd_per_call, %s}
                  - {alert: Models, measure: error_rate, above: 0.05, by: [model]}
            """.formatted(EVERY);

    private final AlertingMetrics metrics = new AlertingMetrics(new SimpleMeterRegistry());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    File stateDir;

    @SuppressWarnings("NullAway.Init")
    private MockProcessorContext<byte[], AlertInput> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<String, SeriesState> store;

    @SuppressWarnings("NullAway.Init")
    private Processor<byte[], DecodedRecord, byte[], AlertInput> step;

    private void start(String rules) throws InvalidRulesException {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        context = new MockProcessorContext<>(settings, new TaskId(0, 0), stateDir);
        store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(StateStores.SERIES_HISTORIES),
                        Serdes.String(),
                        StoredRecordSerde.of(SeriesState.getEncoder(), SeriesState.getDecoder()))
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        step = EvaluateRules.supplier(RuleFile.parse("r.yaml", rules), metrics).get();
        step.init(context);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** What the step says of a window, as rule, order and verdict. */
    private List<String> say(SpecificRecord window) {
        context.resetForwards();
        send(new DecodedRecord.OfWindow(Window.of(window).orElseThrow()));
        return context.forwarded().stream()
                .map(forward -> assertInstanceOf(
                        AlertInput.Evaluated.class, forward.record().value()))
                .map(said -> said.rule().name() + " " + said.order() + " "
                        + said.evidence().finding().verdict())
                .toList();
    }

    private void send(DecodedRecord record) {
        step.process(new Record<>(new byte[] {1}, record, 0));
    }

    @Test
    void everyRuleThatWatches_decidesOnTheNextWindow() throws InvalidRulesException {
        start(RULES);
        assertEquals(List.of("Errors NEXT BREACH", "Cost NEXT INSUFFICIENT"), say(Windows.errors(0, 0, 20)));
        SeriesState stored = store.get("TRAFFIC|minute|"
                + SeriesKey.of("default", "", "chat", "", "gpt-4o", "").text());
        assertEquals(1, stored.getLearnt().size(), "a threshold learns nothing");
        LearningState cost = assertInstanceOf(
                LearningState.class,
                Objects.requireNonNull(stored.getLearnt().get("Cost")).getState());
        assertEquals(1, cost.getValues().size());
    }

    @Test
    void lateWindow_reachesWhatLearns_andRestatesForTheOthers() throws InvalidRulesException {
        start(RULES);
        say(Windows.errors(0, 0, 0));
        say(Windows.errors(2, 0, 0));
        assertEquals(List.of("Errors RESTATES_OLDER BREACH", "Cost NEXT INSUFFICIENT"), say(Windows.errors(1, 0, 20)));
        assertEquals(List.of(), say(Windows.errors(1, 0, 20)), "read twice");
        assertEquals(3, learnt("Cost"));
        assertEquals(1, metrics.totals().late());
        assertEquals(1, metrics.totals().stale());
    }

    @Test
    void restatement_reachesOnlyWhatDoesNotLearn() throws InvalidRulesException {
        start(RULES);
        say(Windows.errors(0, 0, 0));
        assertEquals(List.of("Errors RESTATES_NEWEST BREACH"), say(Windows.errors(0, 1, 20)));
        say(Windows.errors(1, 0, 0));
        assertEquals(List.of("Errors RESTATES_OLDER BREACH"), say(Windows.errors(0, 2, 20)));
        assertEquals(2, learnt("Cost"));
    }

    private int learnt(String rule) {
        try (var all = store.all()) {
            SeriesState stored = all.next().value;
            return assertInstanceOf(
                            LearningState.class,
                            Objects.requireNonNull(stored.getLearnt().get(rule)).getState())
                    .getValues()
                    .size();
        }
    }

    @Test
    void windowOfAView_reachesTheRulesOfThatViewOnly() throws InvalidRulesException {
        start(RULES);
        SeriesKey model =
                SeriesKey.of("acme", "", "chat", "openai", "gpt-4o", "v1").in(View.of(Dimension.MODEL));
        assertEquals(
                List.of("Models NEXT BREACH"),
                say(Windows.of(model, Windows.stats(0, 0).setHardErrors(50))));
    }

    @Test
    void windowThatNobodyWatches_isCountedAndNotStored() throws InvalidRulesException {
        start(RULES);
        assertEquals(List.of(), say(Windows.quality(0, 0, 5)));
        assertEquals(1, metrics.totals().unwatched());
        assertTrue(store.approximateNumEntries() == 0);
    }

    @Test
    void anotherVersionOfARule_learnsAnew() throws InvalidRulesException {
        start(RULES);
        say(Windows.errors(0, 0, 0));
        say(Windows.errors(1, 0, 0));
        SeriesState kept;
        String key;
        try (var all = store.all()) {
            var entry = all.next();
            key = entry.key;
            kept = entry.value;
        }
        store.close();
        start(RULES.replace("cost_usd_per_call,", "cost_usd_per_call, min_change: 0.5,"));
        store.put(key, kept);
        say(Windows.errors(2, 0, 0));
        assertEquals(1, learnt("Cost"));
    }

    @Test
    void completeness_isPassedOn_andSilenceOfProgressIsNot() throws InvalidRulesException {
        start(RULES);
        send(new DecodedRecord.OfProgress(WindowSource.QUALITY, null));
        assertEquals(0, context.forwarded().size());
        Instant time = Windows.minute(3);
        send(new DecodedRecord.OfProgress(WindowSource.QUALITY, time));
        assertEquals(
                new AlertInput.Complete(WindowSource.QUALITY, time),
                context.forwarded().get(0).record().value());
        assertEquals(2, metrics.totals().progress());
    }

    @Test
    void subjectOfLongAgo_isForgotten() throws InvalidRulesException {
        start(RULES);
        say(Windows.errors(0, 0, 0));
        send(new DecodedRecord.OfProgress(WindowSource.TRAFFIC, Windows.minute(60 * 24 * 35)));
        assertEquals(1, store.approximateNumEntries());
        send(new DecodedRecord.OfProgress(WindowSource.TRAFFIC, Windows.minute(60 * 24 * 35 + 120)));
        assertEquals(0, store.approximateNumEntries());
    }
}
