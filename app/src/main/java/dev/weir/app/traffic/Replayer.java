package dev.weir.app.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to a target in the order of their simulated arrival, at the pace of that arrival times the speed. A target
 * that is slower sets the pace; lost time is made up for as soon as it can be. Where events are shifted to a clock that
 * runs, their spacing becomes that of the replay: half as long at twice the speed.
 *
 * <p>Guarantee: when {@link #replay} returns, every event and, if asked for, every end marker has been
 * delivered, save those events that the target counts as refused. It can be
 * interrupted at any time and then marks no end. Memory: what the target allows on its way.
 */
public final class Replayer {

    private static final long LONGEST_WAIT_NANOS = Duration.ofMillis(100).toNanos();

    private final Pace pace;

    public Replayer() {
        this(Pace.SYSTEM);
    }

    Replayer(Pace pace) {
        this.pace = pace;
    }

    /**
     * Sends all events.
     *
     * @param arrivals in the order of arrival
     * @throws ReplayException if an event could not be delivered
     * @throws InterruptedException if the thread was interrupted
     */
    public ReplayReport replay(
            Iterator<Arrival> arrivals, ReplayTarget target, ReplayOptions options, ReplayProgress progress)
            throws InterruptedException {
        long sent = 0;
        @Nullable Instant first = null;
        @Nullable Instant last = null;
        @Nullable Instant start = null;
        Instant shiftTo = options.shiftTo();
        long startNanos = pace.nanoTime();
        while (arrivals.hasNext()) {
            Arrival recorded = arrivals.next();
            start = start == null ? recorded.at() : start;
            Duration due = options.speed().wallTime(Duration.between(start, recorded.at()));
            await(startNanos, due);
            Arrival arrival = shiftTo == null
                    ? recorded
                    : recorded.arrivingAt(shiftTo.plus(options.speed().isMax() ? elapsed(startNanos) : due));
            first = first == null ? arrival.at() : first;
            last = arrival.at();
            target.send(arrival);
            progress.sent(++sent, last);
        }
        if (last != null && options.endMarker()) {
            target.end(last);
        } else {
            target.flush();
        }
        return new ReplayReport(sent - target.refused(), target.refused(), first, last);
    }

    private Duration elapsed(long startNanos) {
        return Duration.ofNanos(pace.nanoTime() - startNanos);
    }

    private void await(long startNanos, Duration due) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("replay interrupted");
        }
        for (long left = due.minus(elapsed(startNanos)).toNanos();
                left > 0;
                left = due.minus(elapsed(startNanos)).toNanos()) {
            pace.waitNanos(Math.min(left, LONGEST_WAIT_NANOS));
            if (Thread.interrupted()) {
                throw new InterruptedException("replay interrupted");
            }
        }
    }
}
