package dev.weir.topology.aggregate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;

/**
 * Compact binary output for state and repartition values: zig-zag variable-length integers (1 to 10 bytes), length-prefixed
 * strings and byte arrays. Grows as needed; not thread-safe.
 */
public final class WireWriter {

    private byte[] bytes = new byte[128];
    private int size;

    public WireWriter writeByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    /** Eight bytes, big-endian, with the sign flipped: the bytes sort as the values do. */
    public WireWriter writeSortableLong(long value) {
        reserve(8);
        long flipped = value ^ Long.MIN_VALUE;
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (flipped >>> shift);
        }
        return this;
    }

    public WireWriter writeLong(long value) {
        reserve(10);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    public WireWriter writeBytes(byte[] value) {
        writeLong(value.length);
        return writeRaw(value);
    }

    /** Bytes without a length; the reader must know where they end. */
    public WireWriter writeRaw(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    public WireWriter writeString(String value) {
        return writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Counts by name, in the map's order. */
    public WireWriter writeCounts(SortedMap<String, Long> counts) {
        writeLong(counts.size());
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            writeString(count.getKey()).writeLong(count.getValue());
        }
        return this;
    }

    /** The bytes of one aggregate. */
    public static byte[] bytesOf(Mergeable<?> aggregate) {
        WireWriter out = new WireWriter();
        aggregate.write(out);
        return out.toBytes();
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
