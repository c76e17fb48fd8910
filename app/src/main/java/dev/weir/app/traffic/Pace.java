package dev.weir.app.traffic;

import java.util.concurrent.locks.LockSupport;

/** The clock that a replay runs by, and waiting on it. */
interface Pace {

    /** The JVM's. */
    Pace SYSTEM = new Pace() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void waitNanos(long nanos) {
            LockSupport.parkNanos(nanos);
        }
    };

    /** Nanoseconds of a clock that only goes forward. */
    long nanoTime();

    /** Waits about so long; may return early. */
    void waitNanos(long nanos);
}
