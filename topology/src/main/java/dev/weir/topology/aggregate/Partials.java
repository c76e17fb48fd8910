package dev.weir.topology.aggregate;

import dev.weir.schemas.Tile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The first level: live partial aggregates of one source partition, one for each key and window of the finest tile that
 * was seen since they were last sent. A key that is hot costs what any other does: one look-up and one addition a record.
 * After a flood of keys has been sent, a few MB of it stay. Not thread-safe.
 */
public final class Partials<A extends Mergeable<A>> {

    /** Keys whose places are kept from one batch to the next: some 1 MB. */
    private static final int MOST_KEYS = 4_000;
    /** Emptied partials that are kept to be filled again: some 4 MB of the largest kind. */
    static final int MOST_SPARE = 2_000;

    private final AggregateType<A> type;
    private final Tile tile;
    private final Spread spread;
    private final Rollups rollups;
    private final Map<String, Slot<A>> slots = new HashMap<>();
    private final List<Slot<A>> dirty = new ArrayList<>();
    private final Deque<A> spare = new ArrayDeque<>();
    private int size;

    /** The partials of one key: the newest window at hand, the others in a map. */
    private static final class Slot<A> {
        private final String key;
        private final int partition;
        private final Map<Long, A> others = new HashMap<>(0);
        private long start;
        private @Nullable A current;
        private @Nullable List<Slot<A>> coarser;

        Slot(String key, int partition) {
            this.key = key;
            this.partition = partition;
        }
    }

    /**
     * How keys are spread over the partitions of a topic.
     *
     * @param partitionOf in [0, partitions)
     */
    public record Spread(int partitions, ToIntFunction<String> partitionOf) {}

    /**
     * No partials.
     *
     * @param tile windows that a partial may stand for: the finest of those that are merged
     * @param spread over the topic that the partials are sent to
     * @param rollups coarser keys that everything is counted under too, when it is sent: a merge for each key, window and
     *     rollup, and nothing for each record
     */
    public Partials(AggregateType<A> type, Tile tile, Spread spread, Rollups rollups) {
        this.type = type;
        this.tile = tile;
        this.spread = spread;
        this.rollups = rollups;
    }

    /** The partial of a key and time, to add to. */
    public A at(String key, long eventMillis) {
        return at(slot(key), tile.startOf(eventMillis));
    }

    private Slot<A> slot(String key) {
        Slot<A> slot = slots.get(key);
        if (slot == null) {
            slot = new Slot<>(key, spread.partitionOf().applyAsInt(key));
            slots.put(key, slot);
        }
        return slot;
    }

    private A at(Slot<A> slot, long start) {
        A current = slot.current;
        if (current != null && slot.start == start) {
            return current;
        }
        return other(slot, start);
    }

    private A other(Slot<A> slot, long start) {
        A current = slot.current;
        if (current == null) {
            dirty.add(slot);
            return makeCurrent(slot, start);
        }
        A found = slot.others.remove(start);
        slot.others.put(slot.start, current);
        if (found == null) {
            return makeCurrent(slot, start);
        }
        slot.start = start;
        slot.current = found;
        return found;
    }

    private A makeCurrent(Slot<A> slot, long start) {
        A fresh = spare.isEmpty() ? type.create() : spare.pop();
        slot.start = start;
        slot.current = fresh;
        size++;
        return fresh;
    }

    /** Number of partials that were not sent yet. */
    public int size() {
        return size;
    }

    /**
     * Sends every partial, in batches for one partition each, and forgets them.
     *
     * @param frontier closes the last batch of a partition; absent: more records of the same arrival may follow
     * @param everyone whether partitions that get no partials get the frontier too
     * @param send takes a batch and its partition
     */
    public void drain(Routed.@Nullable Frontier frontier, boolean everyone, ObjIntConsumer<byte[]> send) {
        if (dirty.isEmpty() && (frontier == null || !everyone)) {
            return;
        }
        rollUp();
        List<Routed.Batch> batches = new ArrayList<>(spread.partitions());
        for (int partition = 0; partition < spread.partitions(); partition++) {
            batches.add(new Routed.Batch());
        }
        for (Slot<A> slot : dirty) {
            A current = slot.current;
            if (current != null) {
                write(slot, slot.start, current, batches, send);
            }
            slot.others.forEach((start, partial) -> write(slot, start, partial, batches, send));
            slot.others.clear();
            slot.current = null;
        }
        for (int partition = 0; partition < spread.partitions(); partition++) {
            if ((frontier != null && everyone) || !batches.get(partition).isEmpty()) {
                send.accept(batches.get(partition).close(frontier, rollups.names()), partition);
            }
        }
        dirty.clear();
        size = 0;
        if (slots.size() > MOST_KEYS) {
            slots.clear();
        }
    }

    /** Merges every partial into those of its coarser keys, which leave behind it. */
    private void rollUp() {
        if (rollups.isEmpty()) {
            return;
        }
        int fine = dirty.size();
        for (int i = 0; i < fine; i++) {
            Slot<A> slot = dirty.get(i);
            for (Slot<A> coarser : coarser(slot)) {
                A current = slot.current;
                if (current != null) {
                    at(coarser, slot.start).mergeWith(current);
                }
                slot.others.forEach((start, partial) -> at(coarser, start).mergeWith(partial));
            }
        }
    }

    private List<Slot<A>> coarser(Slot<A> slot) {
        List<Slot<A>> known = slot.coarser;
        if (known == null) {
            known = rollups.keysOf().apply(slot.key).stream().map(this::slot).toList();
            slot.coarser = known;
        }
        return known;
    }

    /** Forgets every partial without sending it. */
    public void clear() {
        slots.clear();
        dirty.clear();
        size = 0;
    }

    private void write(Slot<A> slot, long start, A partial, List<Routed.Batch> batches, ObjIntConsumer<byte[]> send) {
        Routed.Batch batch = batches.get(slot.partition);
        batch.add(slot.key, start, partial);
        if (batch.isFull()) {
            send.accept(batch.close(null, rollups.names()), slot.partition);
            batches.set(slot.partition, new Routed.Batch());
        }
        if (spare.size() < MOST_SPARE) {
            partial.clear();
            spare.push(partial);
        }
    }
}
