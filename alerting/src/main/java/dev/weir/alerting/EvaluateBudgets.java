package dev.weir.alerting;

import dev.weir.alerting.avro.SpenderState;
import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.lifecycle.Evidence;
import dev.weir.alerting.rules.AlertRule;
import dev.weir.alerting.rules.BudgetRule;
import dev.weir.alerting.rules.BudgetRule.Period;
import dev.weir.alerting.rules.MonthForecast;
import dev.weir.alerting.rules.Observation;
import dev.weir.alerting.rules.RuleSet;
import dev.weir.alerting.window.Spent;
import dev.weir.alerting.window.Window;
import dev.weir.alerting.window.WindowSource;
import dev.weir.schemas.Tile;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Step {@code evaluate-budgets}: every step of every budget of a spender decides on each spend window, open ones too, so that
 * a budget can warn while there is still something to save. A month is the sum of its days, each by its newest revision.
 * Windows of spenders without a budget are left alone.
 */
final class EvaluateBudgets extends ContextualProcessor<byte[], DecodedRecord, byte[], AlertInput> {

    private final RuleSet rules;
    private final AlertingMetrics metrics;
    private final SilentSubjects<SpenderState> silent = new SilentSubjects<>(
            Duration.ofDays(SpenderHistory.DAYS_KEPT),
            stored -> SpenderHistory.restore(stored).newest());
    private @Nullable KeyValueStore<String, SpenderState> histories;

    private EvaluateBudgets(RuleSet rules, AlertingMetrics metrics) {
        this.rules = rules;
        this.metrics = metrics;
    }

    static ProcessorSupplier<byte[], DecodedRecord, byte[], AlertInput> supplier(
            RuleSet rules, AlertingMetrics metrics) {
        return new ProcessorSupplier<>() {
            @Override
            public EvaluateBudgets get() {
                return new EvaluateBudgets(rules, metrics);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(StateStores.spenderHistories());
            }
        };
    }

    @Override
    public void init(ProcessorContext<byte[], AlertInput> context) {
        super.init(context);
        histories = context.getStateStore(StateStores.SPENDER_HISTORIES);
        silent.restart();
    }

    @Override
    public void process(Record<byte[], DecodedRecord> record) {
        if (record.value() instanceof DecodedRecord.OfWindow decoded
                && decoded.window() instanceof Window.Spend spend) {
            evaluate(record, spend);
        } else if (record.value() instanceof DecodedRecord.OfProgress progress
                && progress.source() == WindowSource.SPEND
                && progress.completeUntil() != null) {
            silent.forget(store(), progress.completeUntil());
        }
    }

    private void evaluate(Record<byte[], DecodedRecord> record, Window.Spend window) {
        List<AlertRule> watching = rules.watching(window);
        if (watching.isEmpty()) {
            metrics.windowUnwatched();
            return;
        }
        String key = window.subject().text();
        SpenderHistory before = SpenderHistory.restore(store().get(key));
        Optional<WindowOrder> order = before.order(window);
        metrics.window(order);
        if (order.isEmpty()) {
            return;
        }
        SpenderHistory after = before.with(window, order.get());
        store().put(key, after.stored());
        for (AlertRule rule : watching) {
            if (rule.kind() instanceof BudgetRule budget) {
                evaluate(record, new Evaluation(rule, budget, window, before, after), order.get());
            }
        }
    }

    /** One step of a budget, a window, and what was known of the spender without and with it. */
    private record Evaluation(
            AlertRule rule, BudgetRule budget, Window.Spend window, SpenderHistory before, SpenderHistory after) {}

    private void evaluate(Record<byte[], DecodedRecord> record, Evaluation evaluation, WindowOrder order) {
        Window.Spend window = evaluation.window();
        if (evaluation.budget().period() == Period.MONTH) {
            monthly(record, evaluation);
        } else {
            Observation spent = evaluation.budget().measure().read(window);
            forward(record, evaluation, window.bounds(), spent, order);
        }
    }

    /** A month is looked at as of its newest day. */
    private void monthly(Record<byte[], DecodedRecord> record, Evaluation evaluation) {
        SpenderHistory after = evaluation.after();
        LocalDate today = after.days().lastKey();
        LocalDate first = today.withDayOfMonth(1);
        if (SpenderHistory.dayOf(evaluation.window().bounds().start()).isBefore(first)) {
            return;
        }
        boolean next = evaluation.before().days().isEmpty()
                || evaluation.before().days().lastKey().isBefore(first);
        Spent month = after.month();
        Observation observation = evaluation.budget().forecast()
                ? MonthForecast.of(after.usd(), month.calls())
                : evaluation.budget().measure().read(month);
        Window.Bounds bounds = new Window.Bounds(
                Tile.DAY,
                today.atStartOfDay(ZoneOffset.UTC).toInstant(),
                first.plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        forward(record, evaluation, bounds, observation, next ? WindowOrder.NEXT : WindowOrder.RESTATES_NEWEST);
    }

    private void forward(
            Record<byte[], DecodedRecord> record,
            Evaluation evaluation,
            Window.Bounds bounds,
            Observation observation,
            WindowOrder order) {
        Window.Spend window = evaluation.window();
        Finding finding =
                evaluation.budget().observe(bounds.start(), observation).finding();
        Evidence evidence = Evidence.of(
                bounds, finding, List.of(), Map.of("as_of", window.asOf().toString()));
        context()
                .forward(record.withValue(
                        new AlertInput.Evaluated(evaluation.rule(), window.subject(), evidence, order, window.asOf())));
    }

    private KeyValueStore<String, SpenderState> store() {
        if (histories == null) {
            throw new IllegalStateException("init has not been called");
        }
        return histories;
    }
}
