package dev.weir.topology.evaluation;

import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls that can be found, by 64 bits of a hash of an id: two of {@code n} share one by chance with a probability of
 * {@code n^2 / 2^65}; of two calls of one key the later is found. References are kept in chunks in the order in which they
 * came; the oldest chunk is forgotten when it is past the retention, or when there are more calls than the cap, which is
 * counted. About 80 bytes a call, and 16 to 32 for its place in a table. Not thread-safe.
 */
final class KnownCalls {

    /** A chunk takes no more when it has so many bytes: what each commit may write again. */
    static final int CHUNK_BYTES = 4_096;

    private static final int VERSION = 1;
    private static final int SMALLEST = 1 << 8;
    private static final int OFFSET_BITS = 20;
    private static final int OFFSET_MASK = (1 << OFFSET_BITS) - 1;

    private final int maxCalls;
    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private final Map<Long, Chunk> byNumber = new HashMap<>();
    private long[] keys = new long[SMALLEST];
    private long[] places = new long[SMALLEST];
    private int taken;
    private int size;
    private long nextNumber;
    private long forgottenEarly;

    /** References that came one after the other: key, length and bytes of each. */
    private static final class Chunk {
        private final long number;
        private final WireWriter references = new WireWriter(CHUNK_BYTES + 512);
        private int calls;
        private long newestArrival = Long.MIN_VALUE;
        private boolean changed;

        Chunk(long number) {
            this.number = number;
        }
    }

    KnownCalls(int maxCalls) {
        this.maxCalls = maxCalls;
    }

    /** Remembers a call; its ingestion time follows, by {@link #arrived}. */
    void add(long key, byte[] reference) {
        Chunk chunk = chunks.peekLast();
        if (chunk == null || chunk.references.size() >= CHUNK_BYTES) {
            chunk = open(nextNumber++);
        }
        chunk.changed = true;
        put(chunk, key, reference);
        while (size > maxCalls && chunks.size() > 1) {
            forgottenEarly += forgetOldest();
        }
    }

    private Chunk open(long number) {
        Chunk chunk = new Chunk(number);
        chunks.addLast(chunk);
        byNumber.put(number, chunk);
        return chunk;
    }

    private void put(Chunk chunk, long key, byte[] reference) {
        int offset = chunk.references.size();
        chunk.references.writeSortableLong(key).writeBytes(reference);
        chunk.calls++;
        size++;
        if ((taken + 1) * 5L > keys.length * 3L) {
            rebuild();
        }
        insert(key, chunk.number << OFFSET_BITS | offset);
    }

    /** Where a key is looked for first: all keys of a partition have their lowest bits in common. */
    private static int home(long key) {
        return (int) (key * 0x9E3779B97F4A7C15L >>> 32);
    }

    private void insert(long key, long place) {
        int mask = keys.length - 1;
        int at = home(key) & mask;
        while (keys[at] != JoinKey.NONE && keys[at] != key) {
            at = (at + 1) & mask;
        }
        taken += keys[at] == JoinKey.NONE ? 1 : 0;
        keys[at] = key;
        places[at] = place;
    }

    private void rebuild() {
        long[] formerKeys = keys;
        long[] formerPlaces = places;
        int length = SMALLEST;
        while (length < (size + 1) * 2L) {
            length *= 2;
        }
        keys = new long[length];
        places = new long[length];
        taken = 0;
        for (int i = 0; i < formerKeys.length; i++) {
            if (formerKeys[i] != JoinKey.NONE && byNumber.containsKey(formerPlaces[i] >>> OFFSET_BITS)) {
                insert(formerKeys[i], formerPlaces[i]);
            }
        }
    }

    /** Says when the newest of the calls arrived that were added last, milliseconds. */
    void arrived(long newestArrival) {
        Chunk last = chunks.peekLast();
        if (last != null) {
            last.newestArrival = Math.max(last.newestArrival, newestArrival);
        }
    }

    /** The call of a key; absent if none is known. */
    @Nullable
    CallReference find(long key) {
        int mask = keys.length - 1;
        int at = home(key) & mask;
        while (keys[at] != JoinKey.NONE) {
            if (keys[at] == key) {
                Chunk chunk = byNumber.get(places[at] >>> OFFSET_BITS);
                return chunk == null ? null : reference(chunk, (int) places[at] & OFFSET_MASK);
            }
            at = (at + 1) & mask;
        }
        return null;
    }

    private static CallReference reference(Chunk chunk, int offset) {
        WireReader in = new WireReader(chunk.references.toBytes());
        in.skip(offset);
        in.readSortableLong();
        return CallReference.fromBytes(in.readBytes());
    }

    /** Forgets chunks of which nothing arrived at or after a time, milliseconds. */
    void forget(long before) {
        while (!chunks.isEmpty() && chunks.element().newestArrival < before) {
            forgetOldest();
        }
    }

    private int forgetOldest() {
        Chunk oldest = chunks.remove();
        byNumber.remove(oldest.number);
        size -= oldest.calls;
        return oldest.calls;
    }

    /** Number of the oldest chunk, or of the next one where there is none: those before are forgotten. */
    long oldest() {
        return chunks.isEmpty() ? nextNumber : chunks.element().number;
    }

    /** Calls that are remembered. */
    int size() {
        return size;
    }

    /** How many were forgotten before their time since the last call. */
    long takeForgottenEarly() {
        long count = forgottenEarly;
        forgottenEarly = 0;
        return count;
    }

    /** Gives every chunk that changed since the last call, by number; {@link #restore} takes it back. */
    void drain(BiConsumer<Long, byte[]> each) {
        for (Chunk chunk : chunks) {
            if (chunk.changed) {
                byte[] references = chunk.references.toBytes();
                each.accept(
                        chunk.number,
                        new WireWriter(references.length + 32)
                                .writeByte(VERSION)
                                .writeSortableLong(chunk.newestArrival)
                                .writeLong(chunk.calls)
                                .writeRaw(references)
                                .toBytes());
                chunk.changed = false;
            }
        }
    }

    /** Takes a chunk back; in ascending order of numbers, before anything else. */
    void restore(long number, byte[] written) {
        WireReader in = new WireReader(written);
        in.readVersion(VERSION);
        Chunk chunk = open(number);
        nextNumber = number + 1;
        chunk.newestArrival = in.readSortableLong();
        int calls = in.readInt();
        for (int i = 0; i < calls; i++) {
            put(chunk, in.readSortableLong(), in.readBytes());
        }
    }
}
