package dev.weir.app.traffic;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Which records of a topic one sender wrote, by partition and offset. One bit a record, and one for each of others' between
 * them. Thread-safe.
 */
public final class SentOffsets {

    private final Map<Integer, Long> first = new HashMap<>();
    private final Map<Integer, BitSet> offsets = new HashMap<>();

    /** Notes a record; the first that is noted of a partition has its lowest offset. */
    synchronized void add(int partition, long offset) {
        long start = first.computeIfAbsent(partition, absent -> offset);
        offsets.computeIfAbsent(partition, absent -> new BitSet()).set(Math.toIntExact(offset - start));
    }

    /** Whether the sender wrote the record. */
    synchronized boolean contains(int partition, long offset) {
        BitSet ofPartition = offsets.get(partition);
        long index = offset - first.getOrDefault(partition, offset);
        return ofPartition != null && index >= 0 && index <= Integer.MAX_VALUE && ofPartition.get((int) index);
    }

    /** The offset behind the last record of each partition. */
    synchronized Map<Integer, Long> ends() {
        Map<Integer, Long> ends = new HashMap<>();
        offsets.forEach((partition, bits) -> ends.put(partition, first.getOrDefault(partition, 0L) + bits.length()));
        return ends;
    }
}
