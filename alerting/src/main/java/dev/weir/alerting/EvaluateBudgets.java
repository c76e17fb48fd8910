package dev.weir.alerting;

import dev.weir.alerting.Signal.Occasion;
import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.lifecycle.Evidence;
import dev.weir.alerting.rules.AlertRule;
import dev.weir.alerting.rules.BudgetCheck;
import dev.weir.alerting.rules.Condition.Budget;
import dev.weir.alerting.rules.Condition.Period;
import dev.weir.alerting.rules.RuleSet;
import dev.weir.alerting.rules.Spent;
import dev.weir.alerting.rules.Subject;
import dev.weir.schemas.Tile;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * Step {@code evaluate-budgets}: every step of every budget of a spender says its word on each spend window, open ones too,
 * which is what makes a budget speak up while there is still something to save. A month is the sum of its days, each by its
 * newest revision. What is not about a spender with a budget is left alone, and so are windows that stand for all spenders
 * beyond the cap, which are nobody's.
 */
final class EvaluateBudgets extends ContextualProcessor<String, WindowRecord, String, Signal> {

    private static final Duration SWEEP_EVERY = Duration.ofHours(1);

    private final List<AlertRule> budgets;
    private @Nullable KeyValueStore<String, byte[]> histories;
    private Instant swept = Instant.MIN;

    private EvaluateBudgets(RuleSet rules) {
        this.budgets = rules.budgets();
    }

    static ProcessorSupplier<String, WindowRecord, String, Signal> supplier(RuleSet rules) {
        return new ProcessorSupplier<>() {
            @Override
            public EvaluateBudgets get() {
                return new EvaluateBudgets(rules);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(StateStores.spenderHistories());
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, Signal> context) {
        super.init(context);
        histories = context.getStateStore(StateStores.SPENDER_HISTORIES);
        swept = Instant.MIN;
    }

    @Override
    public void process(Record<String, WindowRecord> record) {
        if (record.value() instanceof WindowRecord.Spend spend) {
            evaluate(record, spend.window());
        } else if (record.value() instanceof WindowRecord.Progressed progressed
                && progressed.source() == WindowSource.SPEND
                && progressed.completeUntil() != null) {
            sweep(progressed.completeUntil());
        }
    }

    private void evaluate(Record<String, WindowRecord> record, ReadSpend window) {
        List<AlertRule> concerned =
                budgets.stream().filter(rule -> concerns(rule, window)).toList();
        if (concerned.isEmpty()) {
            return;
        }
        String key = window.spender().text();
        SpenderHistory before = SpenderHistory.fromBytes(store().get(key));
        boolean hour = window.tile() == Tile.HOUR;
        Occasion occasion = hour ? hourly(window, before) : daily(window, before);
        if (occasion == null) {
            return;
        }
        SpenderHistory after = before;
        if (!hour) {
            after = before.withDay(SpenderHistory.dayOf(window.start()), window.revision(), window.spent());
        } else if (occasion != Occasion.OLDER_AGAIN) {
            after = before.withHour(window.start(), window.revision());
        }
        store().put(key, after.toBytes());
        for (AlertRule rule : concerned) {
            Budget budget = (Budget) rule.condition();
            if (budget.period() == Period.MONTH) {
                monthly(record, rule, budget, window, before, after);
            } else {
                Finding finding = BudgetCheck.spent(rule, budget, window.spent());
                forward(record, rule, window, window.start(), window.end(), finding, occasion);
            }
        }
    }

    private static boolean concerns(AlertRule rule, ReadSpend window) {
        Budget budget = (Budget) rule.condition();
        return rule.tile() == window.tile()
                && !window.spender().isOther()
                && budget.by() == window.spender().kind()
                && (rule.series().tenant() == null
                        || rule.series().tenant().matches(window.spender().tenant()))
                && (rule.series().environment() == null
                        || rule.series().environment().matches(window.spender().environment()))
                && (budget.spender() == null
                        || budget.spender().matches(window.spender().name()));
    }

    private static @Nullable Occasion hourly(ReadSpend window, SpenderHistory history) {
        int order = window.start().compareTo(history.hour());
        if (order > 0) {
            return Occasion.NEXT;
        }
        return order < 0
                ? Occasion.OLDER_AGAIN
                : window.revision() > history.hourRevision() ? Occasion.NEWEST_AGAIN : null;
    }

    private static @Nullable Occasion daily(ReadSpend window, SpenderHistory history) {
        LocalDate date = SpenderHistory.dayOf(window.start());
        SpenderHistory.Day known = history.days().get(date);
        if (known != null && known.revision() >= window.revision()) {
            return null;
        }
        if (history.days().isEmpty() || date.isAfter(history.days().lastKey())) {
            return Occasion.NEXT;
        }
        return date.equals(history.days().lastKey()) ? Occasion.NEWEST_AGAIN : Occasion.OLDER_AGAIN;
    }

    /** A month begins on the day it was decided and ends with the month; a day of a former one says nothing any more. */
    private void monthly(
            Record<String, WindowRecord> record,
            AlertRule rule,
            Budget budget,
            ReadSpend window,
            SpenderHistory before,
            SpenderHistory after) {
        LocalDate today = after.days().lastKey();
        LocalDate first = today.withDayOfMonth(1);
        if (SpenderHistory.dayOf(window.start()).isBefore(first)) {
            return;
        }
        boolean next = before.days().isEmpty() || before.days().lastKey().isBefore(first);
        Spent month = after.month();
        Finding finding = budget.forecast()
                ? BudgetCheck.forecast(budget, after.usd(), month.calls())
                : BudgetCheck.spent(rule, budget, month);
        Instant start = today.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = first.plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        forward(record, rule, window, start, end, finding, next ? Occasion.NEXT : Occasion.NEWEST_AGAIN);
    }

    private void forward(
            Record<String, WindowRecord> record,
            AlertRule rule,
            ReadSpend window,
            Instant start,
            Instant end,
            Finding finding,
            Occasion occasion) {
        Evidence evidence = new Evidence(
                start, end, finding, List.of(), Map.of("as_of", window.asOf().toString()));
        context()
                .forward(record.withValue(new Signal.Evaluated(
                        rule, new Subject.Spender(window.spender()), evidence, occasion, window.asOf())));
    }

    /** Forgets who has not spent anything for as long as days are kept. */
    private void sweep(Instant complete) {
        if (!swept.equals(Instant.MIN) && !complete.isAfter(swept.plus(SWEEP_EVERY))) {
            return;
        }
        swept = complete;
        Instant limit = complete.minus(Duration.ofDays(SpenderHistory.DAYS_KEPT));
        try (KeyValueIterator<String, byte[]> all = store().all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> entry = all.next();
                if (SpenderHistory.fromBytes(entry.value).newest().isBefore(limit)) {
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
