package dev.weir.schemas.sketch;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts of buckets that follow each other: a byte for each while none exceeds 255, eight bytes from then on. Most windows
 * are counted in bytes: thousands of them are in memory at once, each with hundreds of buckets. Not thread-safe.
 */
final class BucketCounts {

    private static final int MOST_IN_A_BYTE = 255;
    private static final byte[] NONE = new byte[0];

    private byte[] small = NONE;
    private long @Nullable [] large;

    /** Number of buckets. */
    int length() {
        return large == null ? small.length : large.length;
    }

    long get(int at) {
        return large == null ? small[at] & MOST_IN_A_BYTE : large[at];
    }

    /** @throws ArithmeticException if a count leaves the range of a long */
    void add(int at, long more) {
        if (large == null) {
            long sum = (small[at] & MOST_IN_A_BYTE) + more;
            if (sum <= MOST_IN_A_BYTE && sum >= 0) {
                small[at] = (byte) sum;
                return;
            }
        }
        long[] to = widened();
        to[at] = Math.addExact(to[at], more);
    }

    /**
     * Adds all counts of others.
     *
     * @param shift where the first of them belongs
     * @throws ArithmeticException if a count leaves the range of a long; some have been added by then
     */
    void addAll(BucketCounts others, int shift) {
        for (int i = 0; i < others.length(); i++) {
            long more = others.get(i);
            if (more != 0) {
                add(i + shift, more);
            }
        }
    }

    private long[] widened() {
        long[] to = large;
        if (to == null) {
            to = new long[small.length];
            for (int i = 0; i < to.length; i++) {
                to[i] = small[i] & MOST_IN_A_BYTE;
            }
            large = to;
            small = NONE;
        }
        return to;
    }

    /** Makes room for more buckets before and behind those there are. */
    void grow(int before, int length) {
        if (large == null) {
            byte[] wider = new byte[length];
            System.arraycopy(small, 0, wider, before, small.length);
            small = wider;
        } else {
            long[] wider = new long[length];
            System.arraycopy(large, 0, wider, before, large.length);
            large = wider;
        }
    }

    /** Forgets every count and keeps the buckets, a byte each. */
    void clear() {
        if (large == null) {
            Arrays.fill(small, (byte) 0);
        } else {
            small = new byte[large.length];
            large = null;
        }
    }
}
