package dev.weir.app.traffic;

import java.time.Instant;

/** Told of every event sent, on the replaying thread; has to be quick. */
@FunctionalInterface
public interface ReplayProgress {

    /** Nobody is told. */
    ReplayProgress SILENT = (sent, arrival) -> {};

    /**
     * An event has been handed to the target.
     *
     * @param sent events so far, this one included
     * @param arrival its simulated arrival, shifted if that was asked for
     */
    void sent(long sent, Instant arrival);
}
