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
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.WindowedSerdes;

/**
 * Minute windows by the DSL: read, keep the needed fields, repartition by series, aggregate, write every update of a
 * window that a commit lets out.
 */
final class DslTopology {

    private static final Serde<SlimCall> SLIM = Serdes.serdeFrom((topic, call) -> write(call), (topic, b) -> read(b));
    private static final Serde<CallAggregate> AGGREGATE = Serdes.serdeFrom(
            (topic, aggregate) -> aggregate == null ? null : aggregate.toBytes(),
            (topic, bytes) -> bytes == null ? null : CallAggregate.fromBytes(bytes));

    private final LongAdder aggregated = new LongAdder();
    private final String output;

    DslTopology(String output) {
        this.output = output;
    }

    /** Calls that have gone into a window. */
    long aggregated() {
        return aggregated.sum();
    }

    Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        Topics.TRACES.name(),
                        Consumed.with(Serdes.ByteArray(), Serdes.serdeFrom((topic, call) -> write(call), decoder()))
                                .withTimestampExtractor((record, before) -> record.value() instanceof SlimCall call
                                        ? call.eventMillis
                                        : record.timestamp()))
                .filter((key, call) -> call != null, Named.as("skip-markers"))
                .selectKey((key, call) -> call.series.text(), Named.as("select-series"))
                .groupByKey(Grouped.with("by-series", Serdes.String(), SLIM))
                .windowedBy(
                        TimeWindows.ofSizeAndGrace(Tile.MINUTE.length(), Duration.ofMillis(ExactCounts.GRACE_MILLIS)))
                .aggregate(
                        CallAggregate::new,
                        (series, call, aggregate) -> count(call, aggregate),
                        Named.as("aggregate-series"),
                        Materialized
                                .<String, CallAggregate,
                                        org.apache.kafka.streams.state.WindowStore<
                                                org.apache.kafka.common.utils.Bytes, byte[]>>
                                        as("series-windows")
                                .withKeySerde(Serdes.String())
                                .withValueSerde(AGGREGATE))
                .toStream(Named.as("updates"))
                .to(
                        output,
                        Produced.with(
                                WindowedSerdes.timeWindowedSerdeFrom(String.class, Tile.MINUTE.millis()), AGGREGATE));
        return builder.build();
    }

    private CallAggregate count(SlimCall call, CallAggregate aggregate) {
        aggregated.increment();
        return aggregate.add(call);
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
