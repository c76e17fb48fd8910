package dev.weir.alerting;

import dev.weir.alerting.rules.RuleSet;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.registry.AvroCodec;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.jspecify.annotations.Nullable;

/**
 * The alerting topology: windows in, transitions of alerts out.
 *
 * <pre>
 * weir.window-stats ──┐                                ┌► evaluate-rules ──┐
 * weir.window-quality ┼► read-windows ► decode-windows ┴► evaluate-budgets ┴► advance-alerts ┬► publish-alerts ► weir.alerts
 * weir.window-spend ──┘                        └► weir.dead-letters                          └► publish-history ► weir.alert-history
 * </pre>
 *
 * The inputs are keyed by series or spender and have the same number of partitions, so a task sees all of a series and all of a
 * spender, and no repartitioning is needed. State is in stores only; with exactly-once processing every transition is published once.
 */
public final class AlertingTopology {

    /** How event times stand to the time at which a window was published. */
    public enum Clock {
        /** No window begins, and none is complete, more than a day after that: what says so is refused. */
        LIVE,
        /** Windows of any year. */
        RECORDED
    }

    private final AlertingConfig config;
    private final RuleSet rules;
    private final AvroCodec codec;
    private final AlertingMetrics metrics;
    private final Clock clock;

    private AlertingTopology(
            AlertingConfig config, RuleSet rules, AvroCodec codec, AlertingMetrics metrics, Clock clock) {
        this.config = config;
        this.rules = rules;
        this.codec = codec;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * The topology for a rule set.
     *
     * @param clock how the times of windows stand to when they were published
     * @param streams settings the topology runs under, for explicit naming of what Kafka Streams creates
     */
    public static Topology build(
            AlertingConfig config,
            RuleSet rules,
            AvroCodec codec,
            AlertingMetrics metrics,
            Clock clock,
            StreamsConfig streams) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(streams));
        new AlertingTopology(config, rules, codec, metrics, clock).connect(builder);
        return builder.build();
    }

    private void connect(StreamsBuilder builder) {
        KStream<byte[], DecodedRecord> windows = decodeWindows(readWindows(builder));
        refuseUndecodable(windows);
        KStream<String, PublishedAlert> alerts = advanceAlerts(evaluateRules(windows), evaluateBudgets(windows));
        publishAlerts(alerts);
        publishHistory(alerts);
    }

    private KStream<byte[], byte[]> readWindows(StreamsBuilder builder) {
        return builder.stream(
                List.of(Topics.WINDOW_STATS.name(), Topics.WINDOW_QUALITY.name(), Topics.WINDOW_SPEND.name()),
                Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("read-windows"));
    }

    private KStream<byte[], DecodedRecord> decodeWindows(KStream<byte[], byte[]> records) {
        return records.process(() -> new DecodeWindows(codec, metrics, clock), Named.as("decode-windows"));
    }

    private void refuseUndecodable(KStream<byte[], DecodedRecord> records) {
        records.filter((key, value) -> value instanceof DecodedRecord.DeadLetter, Named.as("select-undecodable"))
                .mapValues(AlertingTopology::refusedBytes, Named.as("restore-bytes"))
                .to(
                        Topics.DEAD_LETTERS.name(),
                        Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("publish-dead-letters"));
    }

    private KStream<byte[], AlertInput> evaluateRules(KStream<byte[], DecodedRecord> windows) {
        return windows.process(EvaluateRules.supplier(rules, metrics), Named.as("evaluate-rules"));
    }

    private KStream<byte[], AlertInput> evaluateBudgets(KStream<byte[], DecodedRecord> windows) {
        return windows.process(EvaluateBudgets.supplier(rules, metrics), Named.as("evaluate-budgets"));
    }

    private KStream<String, PublishedAlert> advanceAlerts(
            KStream<byte[], AlertInput> signals, KStream<byte[], AlertInput> budgets) {
        AlertRecords records = new AlertRecords(config.externalUrl());
        return signals.merge(budgets, Named.as("signals"))
                .process(AdvanceAlerts.supplier(rules, records, metrics), Named.as("advance-alerts"));
    }

    private void publishAlerts(KStream<String, PublishedAlert> alerts) {
        alerts.mapValues(this::newest, Named.as("encode-alerts"))
                .to(
                        Topics.ALERTS.name(),
                        Produced.with(Serdes.String(), Serdes.ByteArray()).withName("publish-alerts"));
    }

    private void publishHistory(KStream<String, PublishedAlert> alerts) {
        alerts.filter((id, published) -> published.alert() != null, Named.as("drop-lapsed"))
                .mapValues(this::transition, Named.as("encode-history"))
                .to(
                        Topics.ALERT_HISTORY.name(),
                        Produced.with(Serdes.String(), Serdes.ByteArray()).withName("publish-history"));
    }

    private byte @Nullable [] newest(PublishedAlert published) {
        Alert alert = published.alert();
        return alert == null ? null : codec.encode(Topics.ALERTS, alert);
    }

    private byte @Nullable [] transition(PublishedAlert published) {
        Alert alert = published.alert();
        return alert == null ? null : codec.encode(Topics.ALERT_HISTORY, alert);
    }

    private static byte @Nullable [] refusedBytes(DecodedRecord record) {
        return record instanceof DecodedRecord.DeadLetter refused ? refused.bytes() : null;
    }
}
