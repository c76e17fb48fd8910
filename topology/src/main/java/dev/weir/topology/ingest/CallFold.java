package dev.weir.topology.ingest;

import dev.weir.topology.aggregate.Routed;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** Something that calls are folded into between two commits, and that leaves before each. Not thread-safe. */
public interface CallFold {

    /** Name of the batches that leave. */
    String name();

    /** Takes one call; must not fail. */
    void add(Ingested.Call call);

    /** Whether a frontier of the source partition, milliseconds since the epoch, has to leave although nothing waits. */
    boolean awaits(long frontier);

    /** How much waits to leave, in entries. */
    int size();

    /** Starts anew: what was folded and not sent belongs to a transaction that was aborted. */
    void forget();

    /**
     * Gives everything that waits, each batch with the partition it goes to.
     *
     * @param frontier of the source partition, to go behind everything that it covers, and alone where it is awaited;
     *     absent: nothing new
     */
    void drain(Routed.@Nullable Frontier frontier, ObjIntConsumer<byte[]> send);
}
