package dev.weir.judge.limits;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A gate before an endpoint. Closed, it lets every call through; after so many failures in a row it opens for a time, then
 * lets one probe through, whose success closes it and whose failure opens it again. A caller that is not let through is
 * told how long to wait and asks again: work waits, it does not fail. Thread-safe; constant time and space.
 */
public final class CircuitBreaker {

    private static final Duration PROBE_UNDER_WAY = Duration.ofMillis(200);

    private enum State {
        CLOSED,
        OPEN,
        PROBING
    }

    private final CircuitConfig config;
    private final LongSupplier nanoTime;

    private State state = State.CLOSED;
    private int failuresInARow;
    private long openedAt;

    /** Closed gate on a monotonic clock. */
    public CircuitBreaker(CircuitConfig config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
    }

    /** Zero when the call may be made now, and must then be reported; else how long to wait before asking again. */
    public synchronized Duration ask() {
        return switch (state) {
            case CLOSED -> Duration.ZERO;
            case PROBING -> PROBE_UNDER_WAY;
            case OPEN -> {
                long left = config.openFor().toNanos() - (nanoTime.getAsLong() - openedAt);
                if (left > 0) {
                    yield Duration.ofNanos(left);
                }
                state = State.PROBING;
                yield Duration.ZERO;
            }
        };
    }

    /** Report of a call that the endpoint answered. */
    public synchronized void succeeded() {
        state = State.CLOSED;
        failuresInARow = 0;
    }

    /** Report of a call that failed by the endpoint's fault. */
    public synchronized void failed() {
        failuresInARow++;
        if (state == State.PROBING || state == State.CLOSED && failuresInARow >= config.failures()) {
            state = State.OPEN;
            openedAt = nanoTime.getAsLong();
        }
    }

    /** Report of a call that was let through and not made: a probe is given back. */
    public synchronized void notMade() {
        if (state == State.PROBING) {
            state = State.OPEN;
        }
    }

    /** True when calls do not go through at will. */
    public synchronized boolean isOpen() {
        return state != State.CLOSED;
    }
}
