package dev.weir.app.traffic;

import dev.weir.schemas.avro.TraceEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The simulated arrival of each event of a recorded sequence, for which only event times {@code e} are known:
 * {@code arrival(i) = max(arrival(i-1), min(e(i), median(e(i), …, e(i+4))))}, with the lower median of those that are left
 * near the end.
 *
 * <p>Guarantee: arrivals never go back. Up to two wild event times among any five in a row, in the future or in the past,
 * do not move the arrival of any other event beyond that of its neighbours; an event with a wild time arrives among them
 * and keeps its time. Only the very last event of a sequence is believed whatever it says, for nothing follows it.
 *
 * <p>A log may be written in the order in which calls began. A call that had begun by its turn, and ended more than
 * {@link #AHEAD} after it within {@link #LONGEST_CALL}, cannot have arrived before it ended: it is held back until arrivals
 * have reached its end. Everything else leaves in recorded order. Memory: five events and the calls held back.
 */
final class Arrivals implements Iterator<Arrival> {

    /** How far an event may lie ahead of its arrival before it is held back; half of what the pipeline accepts. */
    static final Duration AHEAD = Duration.ofSeconds(30);

    /** Longest call that is believed; a longer one is taken for a wrong clock. */
    static final Duration LONGEST_CALL = Duration.ofHours(1);

    private static final int LOOK_AHEAD = 5;

    private record Held(TraceEvent event, Instant end, long number) {}

    private final Iterator<TraceEvent> recorded;
    private final ArrayDeque<TraceEvent> ahead = new ArrayDeque<>(LOOK_AHEAD);
    private final PriorityQueue<Held> held =
            new PriorityQueue<>(Comparator.comparing(Held::end).thenComparingLong(Held::number));
    private Instant latest = Instant.MIN;
    private long heldSoFar;
    private @Nullable Arrival next;

    Arrivals(Iterator<TraceEvent> recorded) {
        this.recorded = recorded;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = advance();
        }
        return next != null;
    }

    @Override
    public Arrival next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("end of the recorded sequence");
        }
        Arrival result = next;
        next = null;
        return result;
    }

    private @Nullable Arrival advance() {
        for (fill(); !ahead.isEmpty(); fill()) {
            TraceEvent event = ahead.getFirst();
            Instant end = EventTime.of(event);
            Instant turn = later(latest, earlier(end, medianAhead()));
            if (!held.isEmpty() && !held.peek().end().isAfter(turn)) {
                return release();
            }
            ahead.removeFirst();
            if (!stillRunning(event, end, turn)) {
                latest = turn;
                return new Arrival(event, turn);
            }
            held.add(new Held(event, end, heldSoFar++));
        }
        return held.isEmpty() ? null : release();
    }

    private Arrival release() {
        Held first = held.remove();
        latest = later(latest, first.end());
        return new Arrival(first.event(), latest);
    }

    private static boolean stillRunning(TraceEvent event, Instant end, Instant turn) {
        Instant start = event.getStartTime();
        return end.isAfter(turn.plus(AHEAD))
                && !start.isAfter(turn.plus(AHEAD))
                && Duration.between(start, end).compareTo(LONGEST_CALL) <= 0;
    }

    private void fill() {
        while (ahead.size() < LOOK_AHEAD && recorded.hasNext()) {
            ahead.addLast(recorded.next());
        }
    }

    private Instant medianAhead() {
        return ahead.stream()
                .map(EventTime::of)
                .sorted()
                .skip((ahead.size() - 1) / 2)
                .findFirst()
                .orElseThrow();
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
