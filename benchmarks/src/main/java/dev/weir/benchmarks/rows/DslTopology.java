package dev.weir.benchmarks.rows;

import dev.weir.benchmarks.calls.ExactCounts;
import dev.weir.schemas.Tile;
import dev.weir.schemas.Topics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.WindowedSerdes;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The product's windows by the DSL: read, keep the needed fields, repartition by series, by user and by feature, aggregate
 * by tile, write every update of a window that a commit lets out.
 */
final class DslTopology {

    /** Windows that a call goes into: three of its series, two of its user and two of its feature. */
    static final int WINDOWS_A_CALL = 7;

    private static final Serde<SlimCall> SLIM = Serdes.serdeFrom((topic, call) -> write(call), (topic, b) -> read(b));
    private static final Serde<CallAggregate> AGGREGATE = serde(CallAggregate::fromBytes);
    private static final Serde<Spend> SPEND = serde(Spend::fromBytes);

    private final LongAdder aggregated = new LongAdder();
    private final OutputTopics outputs;

    DslTopology(OutputTopics outputs) {
        this.outputs = outputs;
    }

    /** How often a call has gone into a window. */
    long aggregated() {
        return aggregated.sum();
    }

    Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<byte[], SlimCall> calls = builder.stream(
                        Topics.TRACES.name(),
                        Consumed.with(Serdes.ByteArray(), Serdes.serdeFrom((topic, call) -> write(call), decoder()))
                                .withTimestampExtractor((record, before) -> record.value() instanceof SlimCall call
                                        ? call.eventMillis
                                        : record.timestamp()))
                .filter((key, call) -> call != null, Named.as("skip-markers"));
        var bySeries = by(calls, "series", call -> call.series.text());
        windows(
                bySeries,
                "series-minutes",
                Tile.MINUTE,
                CallAggregate::new,
                AGGREGATE,
                outputs.minutes().name());
        windows(
                bySeries,
                "series-hours",
                Tile.HOUR,
                CallAggregate::new,
                AGGREGATE,
                outputs.tiles().name());
        windows(
                bySeries,
                "series-days",
                Tile.DAY,
                CallAggregate::new,
                AGGREGATE,
                outputs.tiles().name());
        var byUser = by(calls, "spend-user", call -> call.userId);
        windows(
                byUser,
                "spend-user-hours",
                Tile.HOUR,
                Spend::new,
                SPEND,
                outputs.spend().name());
        windows(
                byUser,
                "spend-user-days",
                Tile.DAY,
                Spend::new,
                SPEND,
                outputs.spend().name());
        var byFeature = by(calls, "spend-feature", call -> call.feature);
        windows(
                byFeature,
                "spend-feature-hours",
                Tile.HOUR,
                Spend::new,
                SPEND,
                outputs.spend().name());
        windows(
                byFeature,
                "spend-feature-days",
                Tile.DAY,
                Spend::new,
                SPEND,
                outputs.spend().name());
        return builder.build();
    }

    private static KGroupedStream<String, SlimCall> by(
            KStream<byte[], SlimCall> calls, String name, Function<SlimCall, String> key) {
        return calls.selectKey((before, call) -> key.apply(call), Named.as("select-" + name))
                .groupByKey(Grouped.with("by-" + name, Serdes.String(), SLIM));
    }

    private <V extends WindowValue<V>> void windows(
            KGroupedStream<String, SlimCall> calls,
            String name,
            Tile tile,
            Supplier<V> empty,
            Serde<V> serde,
            String output) {
        calls.windowedBy(TimeWindows.ofSizeAndGrace(tile.length(), Duration.ofMillis(ExactCounts.GRACE_MILLIS)))
                .aggregate(
                        empty::get,
                        (key, call, value) -> count(call, value),
                        Named.as("aggregate-" + name),
                        Materialized.<String, V, WindowStore<Bytes, byte[]>>as(name)
                                .withKeySerde(Serdes.String())
                                .withValueSerde(serde))
                .toStream(Named.as("updates-of-" + name))
                .to(
                        output,
                        Produced.with(WindowedSerdes.timeWindowedSerdeFrom(String.class, tile.millis()), serde)
                                .withName("write-" + name));
    }

    private <V extends WindowValue<V>> V count(SlimCall call, V value) {
        aggregated.increment();
        return value.add(call);
    }

    private static <V extends WindowValue<V>> Serde<V> serde(Function<byte[], V> read) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : value.toBytes(),
                (topic, bytes) -> bytes == null ? null : read.apply(bytes));
    }

    /** One decoder a thread, since stream threads share the serde. */
    private static Deserializer<SlimCall> decoder() {
        ThreadLocal<CallDecoder> decoders = ThreadLocal.withInitial(CallDecoder::fastest);
        return (topic, bytes) -> {
            if (bytes == null) {
                return null;
            }
            SlimCall call = new SlimCall();
            decoders.get().decode(bytes, call);
            return call;
        };
    }

    private static byte[] write(SlimCall call) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(96);
        try {
            call.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static SlimCall read(byte[] bytes) {
        try {
            return SlimCall.read(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
