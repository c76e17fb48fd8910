package dev.weir.topology.traffic;

import dev.weir.topology.aggregate.WireReader;
import dev.weir.topology.aggregate.WireWriter;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts by name, for vocabularies of a dozen names at most: found by looking at each. Not thread-safe. */
final class Counts {

    private String[] names = new String[4];
    private long[] counts = new long[4];
    private int size;

    /** Adds to the count of a name; adding 0 says that the name was looked at. */
    void add(String name, long count) {
        int at = indexOf(name);
        counts[at] = Math.addExact(counts[at], count);
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
            names = Arrays.copyOf(names, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
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
            sum = Math.addExact(sum, counts[i]);
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
