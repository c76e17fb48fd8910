package dev.weir.topology.traffic;

import dev.weir.schemas.NumberLimit;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts by name, for vocabularies of a dozen names at most: found by looking at each. Not thread-safe. */
final class Counts {

    private static final String[] NO_NAMES = new String[0];
    private static final long[] NO_COUNTS = new long[0];
    private static final int FIRST = 4;

    /** Most windows count nothing by most names, and thousands of windows are in memory. */
    private String[] names = NO_NAMES;

    private long[] counts = NO_COUNTS;
    private int size;

    /** Adds to the count of a name; adding 0 says that the name was looked at. */
    void add(String name, long count) {
        int at = indexOf(name);
        counts[at] = NumberLimit.plus(counts[at], count);
    }

    @SuppressWarnings("ReferenceEquality") // names are mostly the same objects: looked for first
    private int indexOf(String name) {
        for (int i = 0; i < size; i++) {
            if (names[i] == name) {
                return i;
            }
        }
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        if (size == names.length) {
            int length = Math.max(FIRST, size * 2);
            names = Arrays.copyOf(names, length);
            counts = Arrays.copyOf(counts, length);
        }
        names[size] = name;
        counts[size] = 0;
        return size++;
    }

    void mergeWith(Counts other) {
        for (int i = 0; i < other.size; i++) {
            add(other.names[i], other.counts[i]);
        }
    }

    void clear() {
        size = 0;
    }

    long sum() {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum = NumberLimit.plus(sum, counts[i]);
        }
        return sum;
    }

    SortedMap<String, Long> toMap() {
        SortedMap<String, Long> map = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            map.put(names[i], counts[i]);
        }
        return map;
    }

    void write(WireWriter out) {
        if (size < 2) {
            out.writeLong(size);
            for (int i = 0; i < size; i++) {
                out.writeString(names[i]).writeLong(counts[i]);
            }
        } else {
            out.writeCounts(toMap());
        }
    }

    void mergeFrom(WireReader in) {
        int entries = in.readInt();
        for (int i = 0; i < entries; i++) {
            add(in.readString(), in.readLong());
        }
    }
}
