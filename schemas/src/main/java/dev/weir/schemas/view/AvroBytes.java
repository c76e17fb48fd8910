package dev.weir.schemas.view;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A position in the bytes of one Avro record that ends where its array ends. Reads what {@code BinaryDecoder} reads and
 * refuses what it refuses, with {@link Malformed} or with the array's own {@code IndexOutOfBoundsException}: the array
 * ends with the record, so its bounds are the record's and need no second check. Not thread-safe.
 */
final class AvroBytes {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** Bytes that are no such record. Has no stack trace: it never leaves the package. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String what) {
            super(what, null, false, false);
        }
    }

    private static final Malformed NUMBER = new Malformed("a number is too long");
    private static final Malformed BEYOND_END = new Malformed("a length reaches beyond the end or is negative");
    private static final Malformed BLOCK = new Malformed("a block of items has an impossible size");

    byte[] bytes = {};
    int at;

    static int bigEndianInt(byte[] bytes, int at) {
        return (int) FOUR.get(bytes, at);
    }

    void start(byte[] record, int from) {
        bytes = record;
        at = from;
    }

    int left() {
        return bytes.length - at;
    }

    /** A variable-length number of at most 5 bytes, also a longer spelling than it needs. */
    int readInt() {
        byte first = bytes[at];
        if (first >= 0) {
            at++;
            return (first >>> 1) ^ -(first & 1);
        }
        return readLongerInt();
    }

    private int readLongerInt() {
        int bits = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte b = bytes[at++];
            bits |= (b & 0x7F) << shift;
            if (b >= 0) {
                return (bits >>> 1) ^ -(bits & 1);
            }
        }
        throw NUMBER;
    }

    /** A variable-length number of at most 10 bytes, also a longer spelling than it needs. */
    long readLong() {
        byte first = bytes[at];
        if (first >= 0) {
            at++;
            return (first >>> 1) ^ -(first & 1);
        }
        return readLongerLong();
    }

    private long readLongerLong() {
        long bits = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte b = bytes[at++];
            bits |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return (bits >>> 1) ^ -(bits & 1);
            }
        }
        throw NUMBER;
    }

    float readFloat() {
        int from = at;
        skip(Float.BYTES);
        int bits = 0;
        for (int i = Float.BYTES - 1; i >= 0; i--) {
            bits = bits << 8 | (bytes[from + i] & 0xFF);
        }
        return Float.intBitsToFloat(bits);
    }

    double readDouble() {
        int from = at;
        skip(Double.BYTES);
        return Double.longBitsToDouble((long) EIGHT.get(bytes, from));
    }

    /** Length of a string or of bytes; the position is at its first byte. */
    int readLength() {
        long length = readLong();
        if (length < 0 || length > left()) {
            throw BEYOND_END;
        }
        return (int) length;
    }

    void skip(long count) {
        if (count < 0 || count > left()) {
            throw BEYOND_END;
        }
        at += (int) count;
    }

    /** Items of the next block that has to be read item by item; 0 at the end of the collection. */
    long readItems() {
        long items = readLong();
        if (items >= 0) {
            return items;
        }
        if (items == Long.MIN_VALUE || readLong() < 0) {
            throw BLOCK;
        }
        return -items;
    }

    /** Like {@link #readItems}, after skipping the blocks that say how many bytes they have. */
    long skipSizedBlocks() {
        long items = readLong();
        while (items < 0) {
            if (items == Long.MIN_VALUE) {
                throw BLOCK;
            }
            skip(readLong());
            items = readLong();
        }
        return items;
    }

    /** Offset and length of a text, in the upper and the lower half; the position is behind it. */
    long readText() {
        int length = readLength();
        int from = at;
        at += length;
        return (long) from << 32 | length;
    }

    /** Zero bytes from the position on, at most 8; 0 where fewer than 8 bytes are left. */
    int zeros() {
        return left() < Long.BYTES ? 0 : Long.numberOfTrailingZeros((long) EIGHT.get(bytes, at)) >>> 3;
    }
}
