package dev.weir.alerting;

import dev.weir.alerting.avro.LearntState;
import dev.weir.alerting.avro.SeriesState;
import dev.weir.alerting.lifecycle.Evidence;
import dev.weir.alerting.rules.AlertRule;
import dev.weir.alerting.rules.RuleKind;
import dev.weir.alerting.rules.RuleSet;
import dev.weir.alerting.window.Window;
import dev.weir.alerting.window.WindowSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Step {@code evaluate-rules}: every rule that watches a subject decides on each of its traffic and quality windows. A rule
 * that learns takes a window once, when it is published first, and learns of windows with one {@linkplain
 * dev.weir.alerting.rules.Measure#basis basis} apart from others; the others decide on restatements too. A window that is
 * published after a later one reaches the rules that learn, and for the others stands like a restatement of an older window.
 */
final class EvaluateRules extends ContextualProcessor<byte[], DecodedRecord, byte[], AlertInput> {

    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(35);

    private final RuleSet rules;
    private final AlertingMetrics metrics;
    private final SilentSubjects<SeriesState> silent = new SilentSubjects<>(FORGOTTEN_AFTER, SeriesState::getNewest);
    private @Nullable KeyValueStore<String, SeriesState> histories;

    private EvaluateRules(RuleSet rules, AlertingMetrics metrics) {
        this.rules = rules;
        this.metrics = metrics;
    }

    static ProcessorSupplier<byte[], DecodedRecord, byte[], AlertInput> supplier(
            RuleSet rules, AlertingMetrics metrics) {
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
    public void init(ProcessorContext<byte[], AlertInput> context) {
        super.init(context);
        histories = context.getStateStore(StateStores.SERIES_HISTORIES);
        silent.restart();
    }

    @Override
    public void process(Record<byte[], DecodedRecord> record) {
        if (record.value() instanceof DecodedRecord.OfProgress progress) {
            complete(record, progress);
        } else if (record.value() instanceof DecodedRecord.OfWindow decoded
                && decoded.window().source() != WindowSource.SPEND) {
            evaluate(record, decoded.window());
        }
    }

    private void evaluate(Record<byte[], DecodedRecord> record, Window window) {
        List<AlertRule> watching = rules.watching(window);
        if (watching.isEmpty()) {
            metrics.windowUnwatched();
            return;
        }
        String key = key(window);
        SubjectHistory history = SubjectHistory.restore(store().get(key));
        Optional<WindowOrder> order = history.order(window);
        metrics.window(order);
        if (order.isPresent()) {
            SortedMap<String, LearntState> learnt = history.learntSoFar();
            learnt.keySet()
                    .removeIf(name -> rules.rule(SubjectHistory.ruleOf(name)).isEmpty());
            for (AlertRule rule : watching) {
                if (order.get().isFirst() || !rule.kind().learns()) {
                    RuleKind.Memory next = evaluate(record, rule, window, history.memory(rule, window), order.get());
                    SubjectHistory.put(learnt, rule, window, next);
                }
            }
            if (order.get() != WindowOrder.RESTATES_OLDER) {
                store().put(key, history.with(window, order.get(), learnt).stored());
            }
        }
    }

    private RuleKind.Memory evaluate(
            Record<byte[], DecodedRecord> record,
            AlertRule rule,
            Window window,
            RuleKind.Memory memory,
            WindowOrder order) {
        RuleKind.Decision decision =
                memory.observe(window.bounds().start(), rule.measure().read(window));
        Evidence evidence = Evidence.of(
                window.bounds(),
                decision.finding(),
                window.exemplars(),
                rule.measure().provenance(window));
        context()
                .forward(record.withValue(new AlertInput.Evaluated(
                        rule, window.subject(), evidence, taken(order, rule.kind()), evidence.end())));
        return decision.next();
    }

    /** What a rule has learnt is about all windows so far, so its word on a late one is its word now. */
    private static WindowOrder taken(WindowOrder order, RuleKind kind) {
        if (order != WindowOrder.LATE) {
            return order;
        }
        return kind.learns() ? WindowOrder.NEXT : WindowOrder.RESTATES_OLDER;
    }

    private static String key(Window window) {
        return window.source() + "|" + window.bounds().tile().wireName() + "|"
                + window.subject().text();
    }

    private void complete(Record<byte[], DecodedRecord> record, DecodedRecord.OfProgress progress) {
        metrics.recordProgress();
        Instant complete = progress.completeUntil();
        if (complete == null) {
            return;
        }
        silent.forget(store(), complete);
        context().forward(record.withValue(new AlertInput.Complete(progress.source(), complete)));
    }

    private KeyValueStore<String, SeriesState> store() {
        if (histories == null) {
            throw new IllegalStateException("init has not been called");
        }
        return histories;
    }
}
