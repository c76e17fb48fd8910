package dev.weir.schemas.sketch;

import java.util.Arrays;

/**
 * Counts by bucket as bytes: one for each bucket that is not empty, half of it the distance from the bucket before, half
 * its count; a half that is full is continued in a variable-length integer. A handful of values costs about a byte each.
 * Bit by bit it would be a tenth smaller and take five times as long.
 */
final class BucketCodec {

    static final int FORMAT = 1;

    private static final int FULL = 15;
    private static final int LONGEST_ENTRY = 1 + 2 * 10;

    private BucketCodec() {}

    /** What reads the buckets of bytes, in ascending order. */
    interface Sink {
        void add(int bucket, long count);
    }

    /** Writes buckets in ascending order. Not thread-safe. */
    static final class Writer {
        private byte[] bytes;
        private int size;
        private int next;

        /** @param buckets expected */
        Writer(int buckets) {
            bytes = new byte[LONGEST_ENTRY + buckets * 2];
            bytes[size++] = FORMAT;
        }

        /** @param count 1 or more */
        void add(int bucket, long count) {
            if (size + LONGEST_ENTRY > bytes.length) {
                bytes = Arrays.copyOf(bytes, bytes.length * 2);
            }
            int gap = bucket - next;
            long more = count - 1;
            bytes[size++] = (byte) (Math.min(gap, FULL) << 4 | (int) Math.min(more, FULL));
            if (gap >= FULL) {
                putVarint(gap - FULL);
            }
            if (more >= FULL) {
                putVarint(more - FULL);
            }
            next = bucket + 1;
        }

        private void putVarint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                bytes[size++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            bytes[size++] = (byte) rest;
        }

        byte[] toBytes() {
            return Arrays.copyOf(bytes, size);
        }
    }

    /**
     * Reads what a {@link Writer} wrote.
     *
     * @throws IllegalArgumentException if the bytes are something else; a sink may have been given some buckets by then
     */
    static void read(byte[] bytes, int from, int length, Sink sink) {
        if (length < 2 || bytes[from] != FORMAT) {
            throw new IllegalArgumentException("not a sketch: " + length + " bytes");
        }
        Reader in = new Reader(bytes, from + 1, from + length);
        long bucket = -1;
        while (in.position < in.end) {
            int both = bytes[in.position++] & 0xFF;
            long gap = both >>> 4;
            long more = both & FULL;
            bucket += 1 + (gap == FULL ? FULL + in.varint() : gap);
            long count = 1 + (more == FULL ? FULL + in.varint() : more);
            if (bucket < 0 || bucket >= Buckets.COUNT || count < 1) {
                throw new IllegalArgumentException("not a sketch: bucket " + bucket + ", count " + count);
            }
            sink.add((int) bucket, count);
        }
    }

    private static final class Reader {
        private final byte[] bytes;
        private final int end;
        private int position;

        Reader(byte[] bytes, int position, int end) {
            this.bytes = bytes;
            this.position = position;
            this.end = end;
        }

        long varint() {
            long value = 0;
            for (int shift = 0; shift < Long.SIZE && position < end; shift += 7) {
                byte next = bytes[position++];
                value |= (long) (next & 0x7F) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("not a sketch: it ends early");
        }
    }
}
