package dev.weir.topology.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The reading side of {@link WireWriter}. Every method throws {@link IllegalStateException} when the bytes end early or
 * are malformed: state and repartition values are our own, so that is a defect or a damaged disk, never bad input.
 */
public final class WireReader {

    private final byte[] bytes;
    private int position;

    public WireReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Goes on behind so many bytes. */
    public void skip(int count) {
        require(count);
        position += count;
    }

    public int readByte() {
        require(1);
        return bytes[position++];
    }

    public long readSortableLong() {
        require(8);
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = (value << 8) | (bytes[position++] & 0xFF);
        }
        return value ^ Long.MIN_VALUE;
    }

    public long readLong() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            require(1);
            byte next = bytes[position++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new IllegalStateException("variable-length integer of more than 10 bytes at " + position);
    }

    /** A nested value that {@link WireWriter#writeBytes} wrote, as a place in these bytes. */
    public Part readPart() {
        int length = readInt();
        require(length);
        Part part = new Part(bytes, position, length);
        position += length;
        return part;
    }

    /** Some of the bytes. */
    public record Part(byte[] bytes, int from, int length) {}

    public int readInt() {
        return Math.toIntExact(readLong());
    }

    public byte[] readBytes() {
        int length = readInt();
        require(length);
        byte[] value = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return value;
    }

    public String readString() {
        int length = readInt();
        require(length);
        String value = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return value;
    }

    /** What {@link WireWriter#writeId} wrote. */
    public String readId() {
        int length = readInt();
        if (length < 0) {
            return readString();
        }
        require(length);
        char[] digits = new char[length * 2];
        for (int i = 0; i < length; i++) {
            int next = bytes[position++];
            digits[2 * i] = Character.forDigit((next >> 4) & 0xF, 16);
            digits[2 * i + 1] = Character.forDigit(next & 0xF, 16);
        }
        return new String(digits);
    }

    public SortedMap<String, Long> readCounts() {
        int entries = readInt();
        SortedMap<String, Long> counts = new TreeMap<>();
        for (int i = 0; i < entries; i++) {
            counts.put(readString(), readLong());
        }
        return counts;
    }

    /** Reads a version byte that must be one of 1 to the newest known one. */
    public int readVersion(int newest) {
        int version = readByte();
        if (version < 1 || version > newest) {
            throw new IllegalStateException("format version = " + version + ": expected 1 to " + newest);
        }
        return version;
    }

    private void require(int more) {
        if (more < 0 || position + more > bytes.length) {
            throw new IllegalStateException(
                    "bytes end at " + bytes.length + ": expected " + more + " more at " + position);
        }
    }
}
