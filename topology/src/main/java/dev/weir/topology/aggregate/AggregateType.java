package dev.weir.topology.aggregate;

import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * How to make aggregates of one kind.
 *
 * @param name of the kind, for messages
 * @param empty makes a value that stands for nothing
 * @param shared tells a value that it will be merged into one that stands for many keys, beyond a cap, and the key that it
 *     was made for
 */
public record AggregateType<A extends Mergeable<A>>(String name, Supplier<A> empty, BiConsumer<A, String> shared) {

    /** Aggregates that keep nothing of the key they were made for. */
    public AggregateType(String name, Supplier<A> empty) {
        this(name, empty, (aggregate, key) -> {});
    }

    public A create() {
        return empty.get();
    }

    /** Whether a value stands for nothing; as dear as writing it. */
    boolean isNothing(A value) {
        return Arrays.equals(written(value), written(create()));
    }

    private static byte[] written(Mergeable<?> value) {
        WireWriter out = new WireWriter(256);
        value.write(out);
        return out.toBytes();
    }

    /** The value that was written. */
    public A read(WireReader written) {
        A value = empty.get();
        value.mergeFrom(written);
        return value;
    }
}
