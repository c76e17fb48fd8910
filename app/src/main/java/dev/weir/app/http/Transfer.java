package dev.weir.app.http;

import dev.weir.app.config.HttpLimits;
import java.util.concurrent.TimeUnit;

/** How far a body has come, or an answer has gone, against the least rate. Not thread-safe. */
final class Transfer {

    /** So long the rate means nothing. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final long start = System.nanoTime();
    private final int leastRate;
    private long bytes;

    Transfer(HttpLimits limits) {
        this.leastRate = limits.leastRate();
    }

    void add(long more) {
        bytes += more;
    }

    long bytes() {
        return bytes;
    }

    boolean isLongerThan(long nanos, long now) {
        return now - start > nanos;
    }

    /** Whether less has come than the least rate asks for. */
    boolean isTooSlow(long now) {
        double seconds = (now - start) / 1e9;
        return now - start > GRACE_NANOS && bytes < leastRate * seconds;
    }
}
