package dev.weir.topology.aggregate;

import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * How to make aggregates of one kind.
 *
 * @param name of the kind, for messages
 * @param empty makes a value that stands for nothing
 */
public record AggregateType<A extends Mergeable<A>>(String name, Supplier<A> empty) {

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
