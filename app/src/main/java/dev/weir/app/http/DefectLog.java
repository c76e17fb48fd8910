package dev.weir.app.http;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of requests that failed unexpectedly: one line with its stack in {@value #SECONDS} s, which says how many others there
 * were, so that a defect that a client can provoke does not push everything else out of the log. Thread-safe.
 */
final class DefectLog {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int SECONDS = 10;
    private static final int LONGEST_PATH = 200;

    private final LongSupplier clock;
    private boolean any;
    private long last;
    private long unlogged;

    /** @param clock nanoseconds since any time */
    DefectLog(LongSupplier clock) {
        this.clock = clock;
    }

    synchronized void add(String path, Exception failure) {
        long now = clock.getAsLong();
        if (any && now - last < TimeUnit.SECONDS.toNanos(SECONDS)) {
            unlogged++;
            return;
        }
        any = true;
        last = now;
        LOG.atError()
                .addKeyValue("path", path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH) + "…")
                .addKeyValue("unlogged", unlogged)
                .setCause(failure)
                .log("request failed");
        unlogged = 0;
    }
}
