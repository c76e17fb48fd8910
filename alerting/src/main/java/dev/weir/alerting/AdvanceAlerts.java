package dev.weir.alerting;

import dev.weir.alerting.Signal.Complete;
import dev.weir.alerting.Signal.Evaluated;
import dev.weir.alerting.lifecycle.AlertLifecycle;
import dev.weir.alerting.lifecycle.AlertLifecycle.Result;
import dev.weir.alerting.lifecycle.AlertState;
import dev.weir.alerting.lifecycle.Timing;
import dev.weir.alerting.lifecycle.Transition;
import dev.weir.alerting.rules.AlertRule;
import dev.weir.alerting.rules.Condition;
import dev.weir.alerting.rules.RuleSet;
import dev.weir.schemas.Tile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Step {@code advance-alerts}: moves each alert on by what the rules say of windows and by what progress says of silence.
 * A progress marker advances every alert of the partition whose rule reads the marker's topic.
 */
final class AdvanceAlerts extends ContextualProcessor<String, Signal, String, PublishedAlert> {

    private static final Logger LOG = LoggerFactory.getLogger(AdvanceAlerts.class);

    private final RuleSet rules;
    private final AlertRecords records;
    private final AlertingMetrics metrics;
    private @Nullable KeyValueStore<String, byte[]> alerts;

    private AdvanceAlerts(RuleSet rules, AlertRecords records, AlertingMetrics metrics) {
        this.rules = rules;
        this.records = records;
        this.metrics = metrics;
    }

    static ProcessorSupplier<String, Signal, String, PublishedAlert> supplier(
            RuleSet rules, AlertRecords records, AlertingMetrics metrics) {
        return new ProcessorSupplier<>() {
            @Override
            public AdvanceAlerts get() {
                return new AdvanceAlerts(rules, records, metrics);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(StateStores.alertStates());
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, PublishedAlert> context) {
        super.init(context);
        alerts = context.getStateStore(StateStores.ALERT_STATES);
    }

    @Override
    public void process(Record<String, Signal> record) {
        if (record.value() instanceof Evaluated evaluated) {
            evaluated(record, evaluated);
        } else if (record.value() instanceof Complete complete) {
            complete(record, complete);
        }
    }

    private void evaluated(Record<String, Signal> record, Evaluated evaluated) {
        AlertRule rule = evaluated.rule();
        String id = rule.fingerprint(evaluated.subject());
        byte[] bytes = store().get(id);
        AlertState state = bytes == null
                ? AlertState.Inactive.NEW
                : AlertMemory.fromBytes(bytes).state();
        Timing timing = timing(rule);
        Result result = switch (evaluated.occasion()) {
            case NEXT -> AlertLifecycle.observe(state, evaluated.evidence(), timing);
            case NEWEST_AGAIN -> AlertLifecycle.restate(state, evaluated.evidence(), true, timing);
            case OLDER_AGAIN -> AlertLifecycle.restate(state, evaluated.evidence(), false, timing);
        };
        Claim claim = Claim.of(rule, evaluated.subject(), id);
        store(claim, state, result);
        publish(record, claim, rule, result, evaluated.until());
    }

    private void complete(Record<String, Signal> record, Complete complete) {
        List<AlertMemory> memories = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = store().all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> entry = all.next();
                memories.add(AlertMemory.fromBytes(entry.value));
            }
        }
        for (AlertMemory memory : memories) {
            if (memory.claim().source() == complete.source()) {
                advance(record, memory, complete.time());
            }
        }
    }

    private void advance(Record<String, Signal> record, AlertMemory memory, Instant time) {
        Claim claim = memory.claim();
        Optional<AlertRule> rule = rules.rule(claim.rule(), claim.about(), claim.alertId());
        Result result = rule.isEmpty()
                ? AlertLifecycle.deleteRule(memory.state())
                : AlertLifecycle.advance(memory.state(), boundary(rule.get().tile(), time), timing(rule.get()));
        if (AlertLifecycle.forgettable(result.state(), time)) {
            store().delete(claim.alertId());
        } else {
            store(claim, memory.state(), result);
        }
        publish(record, claim, rule.orElse(null), result, time);
    }

    private void store(Claim claim, AlertState before, Result result) {
        if (!result.state().equals(before)) {
            store().put(claim.alertId(), new AlertMemory(claim, result.state()).toBytes());
        }
    }

    private void publish(
            Record<String, Signal> record, Claim claim, @Nullable AlertRule rule, Result result, Instant evaluatedAt) {
        for (Transition transition : result.transitions()) {
            metrics.transition(transition.kind());
            LOG.atInfo()
                    .addKeyValue("rule", claim.rule())
                    .addKeyValue("alert_id", claim.alertId())
                    .addKeyValue("status", transition.kind())
                    .addKeyValue("starts_at", transition.startsAt())
                    .log("alert moved");
            PublishedAlert published = transition.kind() == Transition.Kind.LAPSED
                    ? new PublishedAlert(null)
                    : new PublishedAlert(records.of(claim, rule, transition, evaluatedAt));
            context().forward(record.withKey(claim.alertId()).withValue(published));
        }
    }

    private static Instant boundary(Tile tile, Instant time) {
        return Instant.ofEpochMilli(tile.startOf(time.toEpochMilli()));
    }

    private static Timing timing(AlertRule rule) {
        return rule.condition() instanceof Condition.Budget
                ? Timing.PERIODIC
                : new Timing(rule.pendingFor(), rule.keepFiringFor(), rule.noDataAfter());
    }

    private KeyValueStore<String, byte[]> store() {
        if (alerts == null) {
            throw new IllegalStateException("init has not been called");
        }
        return alerts;
    }
}
