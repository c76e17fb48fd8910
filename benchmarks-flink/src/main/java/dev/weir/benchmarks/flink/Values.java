package dev.weir.benchmarks.flink;

import dev.weir.benchmarks.rows.SlimCall;
import dev.weir.benchmarks.rows.WindowValue;
import dev.weir.schemas.Tile;
import java.io.IOException;
import java.io.Serializable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Windows of one kind of value; closed ones leave as the bytes of a {@link ClosedWindow}. */
final class Values<V extends WindowValue<V>> {

    private final Empty<V> empty;
    private final FromBytes<V> fromBytes;
    private final TypeInformation<V> type;

    /** A value of nothing, in a function that Flink can copy. */
    interface Empty<V> extends Supplier<V>, Serializable {}

    /** A value read again, in a function that Flink can copy. */
    interface FromBytes<V> extends Function<byte[], V>, Serializable {}

    Values(Empty<V> empty, FromBytes<V> fromBytes, TypeInformation<V> type) {
        this.empty = empty;
        this.fromBytes = fromBytes;
        this.type = type;
    }

    DataStream<byte[]> ofCalls(DataStream<SlimCall> calls, KeySelector<SlimCall, String> key, Tile tile) {
        return windows(calls, key, tile, new AddCalls<>(empty));
    }

    /** Windows of a longer tile, from those of a shorter one as they close. */
    DataStream<byte[]> ofShorter(DataStream<byte[]> closed, Tile tile) {
        return windows(closed, bytes -> ClosedWindow.fromBytes(bytes).key(), tile, new MergeClosed<>(empty, fromBytes));
    }

    private <T> DataStream<byte[]> windows(
            DataStream<T> from, KeySelector<T, String> key, Tile tile, AggregateFunction<T, V, V> function) {
        return from.keyBy(key, Types.STRING)
                .window(TumblingEventTimeWindows.of(tile.length()))
                .aggregate(function, new Close<>(), type, type, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }

    /** What all functions have in common but what they add. */
    private abstract static class Adding<T, V extends WindowValue<V>> implements AggregateFunction<T, V, V> {
        private static final long serialVersionUID = 1;

        private final Empty<V> empty;

        Adding(Empty<V> empty) {
            this.empty = empty;
        }

        @Override
        public V createAccumulator() {
            return empty.get();
        }

        @Override
        public V getResult(V value) {
            return value;
        }

        @Override
        public V merge(V one, V other) {
            one.mergeWith(other);
            return one;
        }
    }

    private static final class AddCalls<V extends WindowValue<V>> extends Adding<SlimCall, V> {
        private static final long serialVersionUID = 1;

        AddCalls(Empty<V> empty) {
            super(empty);
        }

        @Override
        public V add(SlimCall call, V value) {
            return value.add(call);
        }
    }

    private static final class MergeClosed<V extends WindowValue<V>> extends Adding<byte[], V> {
        private static final long serialVersionUID = 1;

        private final FromBytes<V> fromBytes;

        MergeClosed(Empty<V> empty, FromBytes<V> fromBytes) {
            super(empty);
            this.fromBytes = fromBytes;
        }

        @Override
        public V add(byte[] closed, V value) {
            value.mergeWith(fromBytes.apply(ClosedWindow.fromBytes(closed).value()));
            return value;
        }
    }

    /** Writes a window as it closes. */
    private static final class Close<V extends WindowValue<V>>
            extends ProcessWindowFunction<V, byte[], String, TimeWindow> {
        private static final long serialVersionUID = 1;

        @Override
        public void process(String key, Context context, Iterable<V> values, Collector<byte[]> out) throws IOException {
            byte[] value = values.iterator().next().toBytes();
            out.collect(new ClosedWindow(key, context.window().getStart(), value).toBytes());
        }
    }
}
