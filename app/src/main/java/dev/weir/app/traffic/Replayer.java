package dev.weir.app.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to a target in the order of their simulated arrival, at the pace of that arrival times the speed. A target
 * that is slower sets the pace; lost time is made up for as soon as it can be.
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
        Duration shift = Duration.ZERO;
        long startNanos = pace.nanoTime();
        while (arrivals.hasNext()) {
            Arrival recorded = arrivals.next();
            if (first == null) {
                Instant shiftTo = options.shiftTo();
                shift = shiftTo == null ? Duration.ZERO : Duration.between(recorded.at(), shiftTo);
                first = recorded.at().plus(shift);
            }
            Arrival arrival = recorded.shiftedBy(shift);
            last = arrival.at();
            await(startNanos, Duration.between(first, last), options.speed());
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

    private void await(long startNanos, Duration simulated, ReplaySpeed speed) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("replay interrupted");
        }
        if (speed.isMax()) {
            return;
        }
        double simulatedNanos = simulated.getSeconds() * 1e9 + simulated.getNano();
        long due = (long) (simulatedNanos / speed.factor());
        for (long left = due - (pace.nanoTime() - startNanos); left > 0; left = due - (pace.nanoTime() - startNanos)) {
            pace.waitNanos(Math.min(left, LONGEST_WAIT_NANOS));
            if (Thread.interrupted()) {
                throw new InterruptedException("replay interrupted");
            }
        }
    }
}
