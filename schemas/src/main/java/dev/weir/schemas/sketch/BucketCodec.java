package dev.weir.schemas.sketch;

import java.util.Arrays;

/**
 * Counts by bucket as bits: the distance to the next bucket that is not empty, then its count less one, both in
 * exponential Golomb code with a parameter of each sketch's own. A handful of values costs about a byte each, many
 * thousands 1 to 1.5 bytes a bucket. Source: Golomb, Run-length encodings, IEEE Transactions on Information Theory 12,
 * 1966; the exponential form is that of Teuhola, 1978.
 */
final class BucketCodec {

    static final int FORMAT = 1;

    private static final int MOST_PARAMETER = 15;

    private BucketCodec() {}

    /** What reads the buckets of bytes, in ascending order. */
    interface Sink {
        void add(int bucket, long count);
    }

    /**
     * Bytes of some counts.
     *
     * @param buckets ascending
     * @param counts of each of them, 1 or more
     * @param size how many of both, 1 or more
     */
    static byte[] write(int[] buckets, long[] counts, int size) {
        int span = buckets[size - 1] - buckets[0] - (size - 1);
        long total = 0;
        for (int i = 0; i < size; i++) {
            total = Math.addExact(total, counts[i]);
        }
        int gapParameter = parameter(span, size);
        int countParameter = parameter(total - size, size);
        Bits out = new Bits(new byte[16 + size * 3]);
        out.bytes[0] = FORMAT;
        out.position = 8;
        out.put(gapParameter, 4);
        out.put(countParameter, 4);
        out.putGolomb(size - 1L, 4);
        out.putGolomb(buckets[0], 8);
        out.putGolomb(counts[0] - 1, countParameter);
        for (int i = 1; i < size; i++) {
            out.putGolomb(buckets[i] - buckets[i - 1] - 1L, gapParameter);
            out.putGolomb(counts[i] - 1, countParameter);
        }
        return Arrays.copyOf(out.bytes, (int) ((out.position + 7) >>> 3));
    }

    /** Binary logarithm of the mean, which is close to the best parameter for a geometric distribution. */
    private static int parameter(long sum, int size) {
        long mean = sum / size;
        return mean == 0 ? 0 : Math.min(MOST_PARAMETER, 63 - Long.numberOfLeadingZeros(mean));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the bytes are something else; a sink may have been given some buckets by then
     */
    static void read(byte[] bytes, int from, int length, Sink sink) {
        if (length < 2 || bytes[from] != FORMAT) {
            throw new IllegalArgumentException("not a sketch: " + length + " bytes");
        }
        Bits in = new Bits(bytes);
        in.position = (from + 1L) << 3;
        in.end = (from + (long) length) << 3;
        int gapParameter = (int) in.take(4);
        int countParameter = (int) in.take(4);
        long more = in.takeGolomb(4);
        long bucket = in.takeGolomb(8);
        while (true) {
            long count = in.takeGolomb(countParameter) + 1;
            if (bucket >= Buckets.COUNT || count < 1) {
                throw new IllegalArgumentException("not a sketch: bucket " + bucket + ", count " + count);
            }
            sink.add((int) bucket, count);
            if (more-- == 0) {
                return;
            }
            bucket += in.takeGolomb(gapParameter) + 1;
        }
    }

    /** Bits in bytes, the highest first. */
    private static final class Bits {
        private byte[] bytes;
        private long position;
        private long end;

        Bits(byte[] bytes) {
            this.bytes = bytes;
        }

        void put(long value, int bits) {
            int last = (int) ((position + bits) >>> 3);
            if (last >= bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, last + 1));
            }
            int left = bits;
            while (left > 0) {
                int free = 8 - (int) (position & 7);
                int now = Math.min(free, left);
                int chunk = (int) (value >>> (left - now)) & ((1 << now) - 1);
                bytes[(int) (position >>> 3)] |= (byte) (chunk << (free - now));
                position += now;
                left -= now;
            }
        }

        long take(int bits) {
            if (position + bits > end) {
                throw new IllegalArgumentException("not a sketch: it ends early");
            }
            long value = 0;
            int left = bits;
            while (left > 0) {
                int there = 8 - (int) (position & 7);
                int now = Math.min(there, left);
                int chunk = (bytes[(int) (position >>> 3)] >>> (there - now)) & ((1 << now) - 1);
                value = (value << now) | chunk;
                position += now;
                left -= now;
            }
            return value;
        }

        /** As many ones as it takes to say how long the rest is, a zero, the rest. */
        void putGolomb(long value, int parameter) {
            int width = parameter;
            long rest = value;
            while (width < 62 && rest >= 1L << width) {
                rest -= 1L << width;
                width++;
                put(1, 1);
            }
            put(0, 1);
            put(rest, width);
        }

        long takeGolomb(int parameter) {
            int width = parameter;
            long base = 0;
            while (take(1) == 1) {
                if (width >= 62) {
                    throw new IllegalArgumentException("not a sketch: a number beyond the range of a long");
                }
                base += 1L << width;
                width++;
            }
            return base + take(width);
        }
    }
}
