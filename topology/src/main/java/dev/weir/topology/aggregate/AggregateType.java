package dev.weir.topology.aggregate;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How to make and read aggregates of one kind.
 *
 * @param name of the kind, for messages
 * @param empty makes a value that stands for nothing
 * @param reader reads what {@link Mergeable#write} wrote, in this and every earlier version
 */
public record AggregateType<A extends Mergeable<A>>(String name, Supplier<A> empty, Function<WireReader, A> reader) {

    public A read(WireReader in) {
        return reader.apply(in);
    }
}
