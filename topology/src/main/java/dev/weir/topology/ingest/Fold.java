package dev.weir.topology.ingest;

import dev.weir.schemas.Tile;
import dev.weir.topology.aggregate.AggregateType;
import dev.weir.topology.aggregate.Mergeable;
import dev.weir.topology.aggregate.Partials;
import dev.weir.topology.aggregate.Rollups;
import dev.weir.topology.aggregate.Routed;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One kind of partial aggregates that calls are folded into between two commits. Not thread-safe.
 *
 * @param <A> the aggregate
 */
public final class Fold<A extends Mergeable<A>> implements CallFold {

    private final String name;
    private final Adder<A> adder;
    private final Partials<A> partials;

    /** Adds one call to the partials that it belongs to; must not fail. */
    public interface Adder<A extends Mergeable<A>> {
        void add(Ingested.Call call, Partials<A> partials);
    }

    /**
     * No partials.
     *
     * @param name of the batches that leave
     * @param finest tile that a partial stands for
     * @param spread over the topic that they are sent to
     * @param rollups coarser keys that everything is counted under too
     */
    public Fold(
            String name, AggregateType<A> type, Tile finest, Partials.Spread spread, Rollups rollups, Adder<A> adder) {
        this.name = name;
        this.adder = adder;
        this.partials = new Partials<>(type, finest, spread, rollups);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void add(Ingested.Call call) {
        adder.add(call, partials);
    }

    @Override
    public int size() {
        return partials.size();
    }

    @Override
    public void forget() {
        partials.clear();
    }

    @Override
    public void drain(Routed.@Nullable Frontier frontier, ObjIntConsumer<byte[]> send) {
        partials.drain(frontier, send);
    }
}
