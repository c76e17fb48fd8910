package dev.weir.topology.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;

/**
 * Compact binary output for state and repartition values: zig-zag variable-length integers (1 to 10 bytes), length-prefixed
 * strings and byte arrays. Grows as needed; not thread-safe.
 */
public final class WireWriter {

    private byte[] bytes;
    private int size;

    public WireWriter() {
        this(128);
    }

    /** @param capacity bytes expected */
    public WireWriter(int capacity) {
        bytes = new byte[capacity];
    }

    /** Bytes written so far. */
    public int size() {
        return size;
    }

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

    /** A string that is mostly hexadecimal, as ids are: two digits a byte where all are, in lower case and even in number. */
    public WireWriter writeId(String id) {
        int digits = id.length();
        if ((digits & 1) != 0 || !isHex(id)) {
            return writeLong(-1).writeString(id);
        }
        writeLong(digits / 2);
        reserve(digits / 2);
        for (int i = 0; i < digits; i += 2) {
            bytes[size++] = (byte) (Character.digit(id.charAt(i), 16) << 4 | Character.digit(id.charAt(i + 1), 16));
        }
        return this;
    }

    private static boolean isHex(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    /** Counts by name, in the map's order. */
    public WireWriter writeCounts(SortedMap<String, Long> counts) {
        writeLong(counts.size());
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            writeString(count.getKey()).writeLong(count.getValue());
        }
        return this;
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
