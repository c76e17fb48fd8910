package dev.weir.topology.evaluation;

import dev.weir.topology.aggregate.Routed;
import dev.weir.topology.aggregate.ToldFrontier;
import dev.weir.topology.ingest.CallFold;
import dev.weir.topology.ingest.Ingested;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A reference to each call, on its way to where evaluations look for it. A frontier alone only says how long an evaluation
 * has waited. About 100 bytes a call until the commit.
 * Not thread-safe.
 */
public final class CallReferences implements CallFold {

    private final String name;
    private final JoinKey stage;
    private final RoutedReference.@Nullable Calls[] open;
    private final List<Closed> closed = new ArrayList<>();
    private int size;
    private final ToldFrontier told = new ToldFrontier((earlier, later) -> false);

    private record Closed(byte[] batch, int partition) {}

    /**
     * No references.
     *
     * @param name of the batches that leave
     * @param partitions of the topic that they are sent to
     */
    public CallReferences(String name, JoinKey stage, int partitions) {
        this.name = name;
        this.stage = stage;
        this.open = new RoutedReference.@Nullable Calls[partitions];
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void add(Ingested.Call call) {
        long key = stage.keyOf(call.event());
        if (key == JoinKey.NONE) {
            return;
        }
        int partition = JoinKey.partitionOf(key, open.length);
        RoutedReference.Calls to = open[partition];
        if (to == null) {
            to = new RoutedReference.Calls();
            open[partition] = to;
        }
        to.add(key, CallReference.of(call), call.arrivalMillis());
        size++;
        if (to.isFull()) {
            closed.add(new Closed(to.close(null), partition));
            open[partition] = null;
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void forget() {
        Arrays.fill(open, null);
        closed.clear();
        size = 0;
        told.clear();
    }

    @Override
    public boolean awaits(long frontier) {
        return told.isDue(frontier);
    }

    @Override
    public void drain(Routed.@Nullable Frontier frontier, ObjIntConsumer<byte[]> send) {
        closed.forEach(one -> send.accept(one.batch(), one.partition()));
        closed.clear();
        boolean everyone = frontier != null && (frontier.ended() || awaits(frontier.millis()));
        for (int partition = 0; partition < open.length; partition++) {
            RoutedReference.Calls calls = open[partition];
            if (calls != null || everyone) {
                send.accept((calls == null ? new RoutedReference.Calls() : calls).close(frontier), partition);
                open[partition] = null;
            }
        }
        if (everyone && frontier != null) {
            told.tell(frontier.millis());
        }
        size = 0;
    }
}
