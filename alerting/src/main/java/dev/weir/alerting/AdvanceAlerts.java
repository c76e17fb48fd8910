package dev.weir.alerting;

import dev.weir.alerting.AlertInput.Complete;
import dev.weir.alerting.AlertInput.Evaluated;
import dev.weir.alerting.avro.AlertDescription;
import dev.weir.alerting.avro.AlertEntry;
import dev.weir.alerting.lifecycle.AlertLifecycle;
import dev.weir.alerting.lifecycle.AlertLifecycle.Result;
import dev.weir.alerting.lifecycle.AlertState;
import dev.weir.alerting.lifecycle.AlertStates;
import dev.weir.alerting.lifecycle.Transition;
import dev.weir.alerting.rules.AlertRule;
import dev.weir.alerting.rules.RuleSet;
import dev.weir.alerting.window.WindowSource;
import dev.weir.schemas.Tile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * Completeness of a topic advances every alert of the partition whose rule reads that topic.
 */
final class AdvanceAlerts extends ContextualProcessor<byte[], AlertInput, String, PublishedAlert> {

    private static final Logger LOG = LoggerFactory.getLogger(AdvanceAlerts.class);

    private final RuleSet rules;
    private final AlertRecords records;
    private final AlertingMetrics metrics;
    private final Map<WindowSource, Instant> advanced = new EnumMap<>(WindowSource.class);
    private @Nullable KeyValueStore<String, AlertEntry> alerts;

    private AdvanceAlerts(RuleSet rules, AlertRecords records, AlertingMetrics metrics) {
        this.rules = rules;
        this.records = records;
        this.metrics = metrics;
    }

    static ProcessorSupplier<byte[], AlertInput, String, PublishedAlert> supplier(
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
        advanced.clear();
    }

    @Override
    public void process(Record<byte[], AlertInput> record) {
        if (record.value() instanceof Evaluated evaluated) {
            evaluated(record, evaluated);
        } else if (record.value() instanceof Complete complete) {
            complete(record, complete);
        }
    }

    private void evaluated(Record<byte[], AlertInput> record, Evaluated evaluated) {
        AlertRule rule = evaluated.rule();
        String id = rule.fingerprint(evaluated.subject());
        AlertEntry entry = store().get(id);
        AlertState state = entry == null ? AlertState.Inactive.NEW : AlertStates.restore(entry.getState());
        Result result = switch (evaluated.order()) {
            case NEXT, LATE -> AlertLifecycle.observe(state, evaluated.evidence(), rule.timing());
            case RESTATES_NEWEST -> AlertLifecycle.restate(state, evaluated.evidence(), true, rule.timing());
            case RESTATES_OLDER -> AlertLifecycle.restate(state, evaluated.evidence(), false, rule.timing());
        };
        AlertDescription description = AlertDescriptions.of(rule, evaluated.subject(), id);
        store(description, state, result);
        publish(record, description, rule, result, evaluated.until());
    }

    /** An alert moves by completeness at boundaries of tiles only, so between two of them there is nothing to look for. */
    private void complete(Record<byte[], AlertInput> record, Complete complete) {
        Instant boundary = boundary(Tile.MINUTE, complete.time());
        Instant before = advanced.put(complete.source(), boundary);
        if (before != null && !boundary.isAfter(before)) {
            return;
        }
        List<AlertEntry> entries = new ArrayList<>();
        try (KeyValueIterator<String, AlertEntry> all = store().all()) {
            while (all.hasNext()) {
                AlertEntry entry = all.next().value;
                if (AlertDescriptions.source(entry.getDescription()) == complete.source()) {
                    entries.add(entry);
                }
            }
        }
        entries.forEach(entry -> advance(record, entry, complete.time()));
    }

    private void advance(Record<byte[], AlertInput> record, AlertEntry entry, Instant time) {
        AlertDescription description = entry.getDescription();
        AlertState state = AlertStates.restore(entry.getState());
        Optional<AlertRule> rule =
                rules.rule(description.getRule(), AlertDescriptions.subject(description), description.getAlertId());
        Result result = rule.isEmpty()
                ? AlertLifecycle.deleteRule(state)
                : AlertLifecycle.advance(
                        state, boundary(rule.get().tile(), time), rule.get().timing());
        if (AlertLifecycle.forgettable(result.state(), time)) {
            store().delete(description.getAlertId());
        } else {
            store(description, state, result);
        }
        publish(record, description, rule.orElse(null), result, time);
    }

    private void store(AlertDescription description, AlertState before, Result result) {
        if (!result.state().equals(before)) {
            store().put(
                            description.getAlertId(),
                            new AlertEntry(description, result.state().stored()));
        }
    }

    private void publish(
            Record<byte[], AlertInput> record,
            AlertDescription description,
            @Nullable AlertRule rule,
            Result result,
            Instant evaluatedAt) {
        for (Transition transition : result.transitions()) {
            metrics.transition(transition.kind());
            LOG.atInfo()
                    .addKeyValue("rule", description.getRule())
                    .addKeyValue("alert_id", description.getAlertId())
                    .addKeyValue("status", transition.kind())
                    .addKeyValue("starts_at", transition.startsAt())
                    .log("alert moved");
            PublishedAlert published = transition.kind() == Transition.Kind.LAPSED
                    ? new PublishedAlert(null)
                    : new PublishedAlert(records.of(description, rule, transition, evaluatedAt));
            context().forward(record.withKey(description.getAlertId()).withValue(published));
        }
        if (!result.transitions().isEmpty()) {
            // People wait for it: read committed, it is not there before the commit.
            context().commit();
        }
    }

    private static Instant boundary(Tile tile, Instant time) {
        return Instant.ofEpochMilli(tile.startOf(time.toEpochMilli()));
    }

    private KeyValueStore<String, AlertEntry> store() {
        if (alerts == null) {
            throw new IllegalStateException("init has not been called");
        }
        return alerts;
    }
}
