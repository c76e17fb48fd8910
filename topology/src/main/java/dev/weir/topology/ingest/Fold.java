package dev.weir.topology.ingest;

import dev.weir.schemas.Tile;
import dev.weir.topology.aggregate.Mergeable;
import dev.weir.topology.aggregate.Partials;
import dev.weir.topology.aggregate.Rollups;
import dev.weir.topology.aggregate.Routed;
import dev.weir.topology.aggregate.ToldFrontier;
import dev.weir.topology.aggregate.WindowKind;
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
    private final ToldFrontier told;

    /** Adds one call to the partials that it belongs to; must not fail. */
    public interface Adder<A extends Mergeable<A>> {
        void add(Ingested.Call call, Partials<A> partials);
    }

    /**
     * No partials.
     *
     * @param name of the batches that leave
     * @param kind of the windows that they are merged into
     * @param finest tile that a partial stands for
     * @param spread over the topic that they are sent to
     * @param rollups coarser keys that everything is counted under too
     */
    public Fold(String name, WindowKind<A> kind, Tile finest, Partials.Spread spread, Rollups rollups, Adder<A> adder) {
        this.name = name;
        this.adder = adder;
        this.partials = new Partials<>(kind.type(), finest, spread, rollups);
        this.told = new ToldFrontier(kind::closesBetween);
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
        told.clear();
    }

    @Override
    public boolean awaits(long frontier) {
        return told.isDue(frontier);
    }

    @Override
    public void drain(Routed.@Nullable Frontier frontier, ObjIntConsumer<byte[]> send) {
        boolean everyone = frontier != null && (frontier.ended() || awaits(frontier.millis()));
        partials.drain(frontier, everyone, send);
        if (frontier != null && everyone) {
            told.tell(frontier.millis());
        }
    }
}
