package dev.weir.topology.commit;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What stores held before the commit that is under way, so that a reader sees committed values only: one that a
 * transaction may still take back is never shown.
 *
 * <p>A task notes the former value of a key before it writes the new one. The notes of all tasks of a thread are forgotten as
 * soon as its transaction is committed ({@link #committedHere}); where nobody says so, when a task goes on, which it only
 * does after the commit. A reader first reads the store and then asks {@link #of}: a value written since the last
 * commit is there with its former one. A task has a side here from its start, which is after its stores were restored, to
 * its end; so it also tells whether an active task works on a store. Shared by the tasks of a process and its readers;
 * thread-safe. Memory: the values written by one commit.
 */
public final class Uncommitted {

    private final Readers readers = new Readers();

    private final Map<Place, Map<ByteBuffer, Optional<byte[]>>> former = new ConcurrentHashMap<>();

    /** Stores that a task left before what it had written was committed. */
    private final Set<Place> spoiled = ConcurrentHashMap.newKeySet();

    /** Tasks of the current thread that have notes. */
    private final ThreadLocal<Set<Writer>> noting = ThreadLocal.withInitial(HashSet::new);

    private record Place(String store, int partition) {}

    /** Who reads. */
    public Readers readers() {
        return readers;
    }

    /** The side of one task. */
    public final class Writer {
        private final Place place;
        private Map<ByteBuffer, Optional<byte[]>> now = new ConcurrentHashMap<>();

        private Writer(Place place) {
            this.place = place;
            former.put(place, now);
            spoiled.remove(place);
        }

        /** Called before a key is written; absent: it was not there. */
        public void before(byte[] key, byte @Nullable [] value) {
            if (now.isEmpty()) {
                noting.get().add(this);
            }
            now.putIfAbsent(ByteBuffer.wrap(key), Optional.ofNullable(value));
        }

        /** Called by the task whenever it goes on after a commit. */
        public void committed() {
            if (!now.isEmpty()) {
                forget();
                noting.get().remove(this);
            }
        }

        /**
         * Called when the task ends: from then on its store is no active copy. If it ends with a transaction that was not
         * committed, the store is none at all, until it has been thrown away and is filled again.
         */
        public void close() {
            noting.get().remove(this);
            former.computeIfPresent(place, (at, shown) -> {
                if (shown == now && !now.isEmpty()) {
                    spoiled.add(place);
                }
                return shown == now ? null : shown;
            });
        }

        private void forget() {
            Map<ByteBuffer, Optional<byte[]>> before = now;
            now = new ConcurrentHashMap<>();
            // Another start of the same task may have taken the place.
            former.computeIfPresent(place, (at, shown) -> shown == before ? now : shown);
        }
    }

    /** Says that the transaction of the current thread has been committed, and with it what its tasks wrote. */
    public void committedHere() {
        Set<Writer> writers = noting.get();
        writers.forEach(Writer::forget);
        writers.clear();
    }

    /** Whether a store holds what was not committed, and nobody will say what it was before. */
    public boolean isSpoiled(String store, int partition) {
        return spoiled.contains(new Place(store, partition));
    }

    /** Says that a store is being filled from its changelog: what it held before has been thrown away. */
    public void filling(String store, int partition) {
        spoiled.remove(new Place(store, partition));
    }

    /** The side of the task that has just been started with a store. */
    public Writer writer(String store, int partition) {
        return new Writer(new Place(store, partition));
    }

    /**
     * What is to be shown instead of what was read before this call; empty where a key is not to be shown at all. No map
     * where no active task works on the store.
     */
    public Optional<Map<ByteBuffer, Optional<byte[]>>> of(String store, int partition) {
        return Optional.ofNullable(former.get(new Place(store, partition)));
    }
}
