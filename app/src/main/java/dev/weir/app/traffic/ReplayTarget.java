package dev.weir.app.traffic;

import java.time.Instant;

/** Where a replay goes. Called by one thread. */
public interface ReplayTarget {

    /**
     * Takes one event; blocks while too many are on their way.
     *
     * @throws ReplayException if an earlier event could not be delivered
     */
    void send(Arrival arrival) throws InterruptedException;

    /**
     * Waits until everything sent has been delivered.
     *
     * @throws ReplayException if something could not be
     */
    void flush();

    /** Events given to it that are too large for it; final after {@link #flush}. */
    long refused();

    /**
     * Marks the end of the input in every partition and waits until that has been delivered.
     *
     * @throws ReplayException if an event or a marker could not be delivered
     */
    void end(Instant lastArrival);
}
