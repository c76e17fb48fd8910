package dev.weir.alerting;

import dev.weir.alerting.Signal.Occasion;
import dev.weir.alerting.lifecycle.Evidence;
import dev.weir.alerting.rules.AlertRule;
import dev.weir.alerting.rules.Condition;
import dev.weir.alerting.rules.Observation;
import dev.weir.alerting.rules.RuleEvaluation;
import dev.weir.alerting.rules.RuleSet;
import dev.weir.alerting.rules.Subject;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Tile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Step {@code evaluate-rules}: every rule that watches the series says its word on each window. Detectors take a window
 * once, in its first revision, in the order of time; thresholds look at corrections too.
 */
final class EvaluateRules extends ContextualProcessor<String, WindowRecord, String, Signal> {

    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(35);
    private static final Duration SWEEP_EVERY = Duration.ofHours(1);

    private final RuleSet rules;
    private final AlertingMetrics metrics;
    private @Nullable KeyValueStore<String, byte[]> histories;
    private Instant swept = Instant.MIN;

    private EvaluateRules(RuleSet rules, AlertingMetrics metrics) {
        this.rules = rules;
        this.metrics = metrics;
    }

    static ProcessorSupplier<String, WindowRecord, String, Signal> supplier(RuleSet rules, AlertingMetrics metrics) {
        return new ProcessorSupplier<>() {
            @Override
            public EvaluateRules get() {
                return new EvaluateRules(rules, metrics);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(StateStores.seriesHistories());
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, Signal> context) {
        super.init(context);
        histories = context.getStateStore(StateStores.SERIES_HISTORIES);
        swept = Instant.MIN;
    }

    @Override
    public void process(Record<String, WindowRecord> record) {
        if (record.value() instanceof WindowRecord.Progressed progressed) {
            progress(record, progressed);
        } else if (record.value() instanceof WindowRecord.Window window) {
            evaluate(record, window.window());
        }
    }

    private void evaluate(Record<String, WindowRecord> record, ReadWindow window) {
        KeyValueStore<String, byte[]> store = store();
        String key = window.source() + "|" + window.tile().wireName() + "|"
                + window.series().text();
        byte[] bytes = store.get(key);
        SeriesHistory history =
                bytes == null ? new SeriesHistory(Instant.MIN, -1, Map.of()) : SeriesHistory.fromBytes(bytes);
        Occasion occasion = occasion(window, history);
        if (occasion == null) {
            metrics.windowStale();
            return;
        }
        Map<String, SeriesHistory.Memory> memories = new TreeMap<>(history.memories());
        if (occasion == Occasion.NEXT) {
            metrics.windowNext();
            memories.keySet().removeIf(name -> rules.rule(name).isEmpty());
        } else {
            metrics.windowCorrected();
        }
        for (AlertRule rule : rulesFor(window)) {
            RuleEvaluation evaluation = evaluate(rule, window, history, occasion);
            if (evaluation != null) {
                if (evaluation.detector() != null) {
                    memories.put(rule.name(), new SeriesHistory.Memory(rule.version(), evaluation.detector()));
                }
                Evidence evidence = window.evidence(rule, evaluation.finding());
                Subject subject = new Subject.Series(window.series());
                context()
                        .forward(record.withValue(
                                new Signal.Evaluated(rule, subject, evidence, occasion, evidence.end())));
            }
        }
        if (occasion != Occasion.OLDER_AGAIN) {
            store.put(key, new SeriesHistory(window.start(), window.revision(), memories).toBytes());
        }
    }

    private static @Nullable Occasion occasion(ReadWindow window, SeriesHistory history) {
        int order = window.start().compareTo(history.newest());
        if (order > 0) {
            return Occasion.NEXT;
        }
        if (order == 0) {
            return window.revision() > history.revision() ? Occasion.NEWEST_AGAIN : null;
        }
        return window.revision() > 0 ? Occasion.OLDER_AGAIN : null;
    }

    private static @Nullable RuleEvaluation evaluate(
            AlertRule rule, ReadWindow window, SeriesHistory history, Occasion occasion) {
        Observation observation = window.observe(rule.measure());
        if (rule.condition() instanceof Condition.Threshold threshold) {
            return RuleEvaluation.ofThreshold(rule, threshold, observation);
        }
        return occasion == Occasion.NEXT
                ? RuleEvaluation.ofTrend(rule, history.detector(rule.name(), rule.version()), observation)
                : null;
    }

    private List<AlertRule> rulesFor(ReadWindow window) {
        boolean quality = window.source() == WindowSource.QUALITY;
        SeriesKey series = window.series();
        Tile tile = window.tile();
        return rules.rules().stream()
                .filter(rule -> rule.readsQuality() == quality && rule.tile() == tile)
                .filter(rule -> !(rule.condition() instanceof Condition.Budget))
                .filter(rule -> rule.series().matches(series))
                .toList();
    }

    private void progress(Record<String, WindowRecord> record, WindowRecord.Progressed progressed) {
        metrics.recordProgress();
        Instant complete = progressed.completeUntil();
        if (complete == null) {
            return;
        }
        if (swept.equals(Instant.MIN) || complete.isAfter(swept.plus(SWEEP_EVERY))) {
            sweep(complete);
        }
        context().forward(record.withValue(new Signal.Complete(progressed.source(), complete)));
    }

    private void sweep(Instant complete) {
        swept = complete;
        Instant limit = complete.minus(FORGOTTEN_AFTER);
        try (KeyValueIterator<String, byte[]> all = store().all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> entry = all.next();
                if (SeriesHistory.fromBytes(entry.value).newest().isBefore(limit)) {
                    store().delete(entry.key);
                }
            }
        }
    }

    private KeyValueStore<String, byte[]> store() {
        if (histories == null) {
            throw new IllegalStateException("init has not been called");
        }
        return histories;
    }
}
