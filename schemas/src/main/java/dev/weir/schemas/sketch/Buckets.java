package dev.weir.schemas.sketch;

/**
 * The buckets of a sketch: every whole number below 128 has one of its own, every octave above is cut into 64 of equal
 * width. The middle of a bucket is therefore within 1/128 of each of its values. 3,712 buckets hold all of a long.
 */
final class Buckets {

    /** Number of buckets. */
    static final int COUNT = 57 * 64 + 64;

    private static final int SUB_BUCKET_BITS = 6;

    private Buckets() {}

    /** Bucket of a value, 0 or more. */
    static int of(long value) {
        int shift = Math.max(0, 63 - SUB_BUCKET_BITS - Long.numberOfLeadingZeros(value));
        return (shift << SUB_BUCKET_BITS) + (int) (value >>> shift);
    }

    /** Middle of a bucket. */
    static double middle(int bucket) {
        int shift = Math.max(0, (bucket >> SUB_BUCKET_BITS) - 1);
        double lowest = (double) ((long) (bucket - (shift << SUB_BUCKET_BITS)) << shift);
        return lowest + ((1L << shift) - 1) / 2.0;
    }
}
