package dev.weir.topology.aggregate;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What stores held before the commit that is under way, so that a reader sees committed values only: one that a
 * transaction may still take back is never shown.
 *
 * <p>A task notes the former value of a key before it writes the new one, and forgets all of them when it goes on, which it
 * only does after the commit. A reader first reads the store and then asks {@link #of}: a value written since the last
 * commit is there with its former one. Shared by the tasks of a process and its readers; thread-safe. Memory: the values
 * written by one commit.
 */
public final class Uncommitted {

    private final Map<Place, Map<ByteBuffer, Optional<byte[]>>> former = new ConcurrentHashMap<>();

    private record Place(String store, int partition) {}

    /** The side of one task. */
    public final class Writer {
        private final Place place;
        private Map<ByteBuffer, Optional<byte[]>> now = new ConcurrentHashMap<>();

        private Writer(Place place) {
            this.place = place;
            former.put(place, now);
        }

        /** Called before a key is written; absent: it was not there. */
        public void before(byte[] key, byte @Nullable [] value) {
            now.putIfAbsent(ByteBuffer.wrap(key), Optional.ofNullable(value));
        }

        /** Called by the task whenever it goes on after a commit. */
        public void committed() {
            if (!now.isEmpty()) {
                now = new ConcurrentHashMap<>();
                former.put(place, now);
            }
        }
    }

    /** The side of the task that has just been started with a store. */
    public Writer writer(String store, int partition) {
        return new Writer(new Place(store, partition));
    }

    /** What is to be shown instead of what was read before this call; empty where a key is not to be shown at all. */
    public Map<ByteBuffer, Optional<byte[]>> of(String store, int partition) {
        return former.getOrDefault(new Place(store, partition), Map.of());
    }
}
