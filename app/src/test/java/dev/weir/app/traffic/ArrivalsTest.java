package dev.weir.app.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.TraceEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final long HOUR = 3600;
    private static final long YEAR = 365 * 24 * HOUR;

    @Test
    void orderedTimes_arriveAtTheirOwn() {
        assertEquals(List.of(1L, 2L, 3L, 5L, 8L, 13L, 21L), arrivals(1, 2, 3, 5, 8, 13, 21));
    }

    @Test
    void lateEvent_arrivesInItsTurn() {
        assertEquals(List.of(100L, 101L, 101L, 103L, 104L, 105L), arrivals(100, 101, 40, 103, 104, 105));
    }

    @Test
    void twoWildFutures_dragNobodyAhead() {
        assertEquals(List.of(1L, 6L, 6L, 6L, 6L, 6L, 7L, 8L), arrivals(1, YEAR, HOUR, 4, 5, 6, 7, 8));
    }

    @Test
    void wildFutureBeforeTheLast_arrivesAmongItsNeighbours() {
        assertEquals(List.of(1L, 2L, 3L, 4L, 6L, 6L), arrivals(1, 2, 3, 4, YEAR, 6));
    }

    @Test
    void sparseTimes_arriveAtTheirOwnToTheEnd() {
        assertEquals(List.of(0L, HOUR, 3 * HOUR, 9 * HOUR), arrivals(0, HOUR, 3 * HOUR, 9 * HOUR));
    }

    @Test
    void wildPast_pullsNobodyBack() {
        assertEquals(List.of(1000L, 1001L, 1001L, 1003L, 1004L), arrivals(1000, 1001, -5_000_000, 1003, 1004));
    }

    @Test
    void fewerThanFive_areEnough() {
        assertEquals(List.of(), arrivals());
        assertEquals(List.of(7L), arrivals(7));
        assertEquals(List.of(7L, 9L), arrivals(7, 9));
    }

    @Test
    void randomTimesWithWildOnes_neverGoBackAndMoveNobody() {
        long seed = 20_231_116;
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            long[] clean = LongStream.range(0, 60).map(i -> i * 10).toArray();
            long[] wild = clean.clone();
            for (int i = 5; i + 5 < wild.length; i += 5) {
                int at = i + random.nextInt(2);
                wild[at] = random.nextBoolean() ? YEAR : -YEAR;
            }
            List<Long> arrivals = arrivals(wild);
            List<Long> sorted = new ArrayList<>(arrivals);
            Collections.sort(sorted);
            assertEquals(sorted, arrivals, "seed " + seed + " round " + round);
            for (int i = 0; i < clean.length; i++) {
                assertTrue(
                        Math.abs(arrivals.get(i) - clean[i]) <= 40,
                        "seed " + seed + " round " + round + " event " + i + " arrives at " + arrivals.get(i));
            }
        }
    }

    @Test
    void longCallLoggedAtItsStart_arrivesWhenItEnds() {
        // Given calls of one second, one a second, and a call of 100 seconds logged where it began
        List<TraceEvent> log = new ArrayList<>();
        for (int second = 0; second < 200; second++) {
            log.add(call(second, second == 10 ? 100 : 1));
        }

        List<Arrival> arrivals = new ArrayList<>();
        new Arrivals(log.iterator()).forEachRemaining(arrivals::add);

        assertEquals(200, arrivals.size());
        Arrival longCall = arrivals.stream()
                .filter(each -> each.event().getDurationMicros() == 100_000_000L)
                .findFirst()
                .orElseThrow();
        assertEquals(Instant.ofEpochSecond(110), longCall.at());
        assertEquals(108, arrivals.indexOf(longCall), "behind the call that ended at 109");
    }

    @Test
    void longCallStillRunningAtTheEnd_arrivesLast() {
        List<Arrival> arrivals = new ArrayList<>();
        new Arrivals(List.of(call(0, 300), call(1, 1), call(2, 1), call(3, 1), call(4, 1))
                        .iterator())
                .forEachRemaining(arrivals::add);
        assertEquals(Instant.ofEpochSecond(300), arrivals.get(4).at());
        assertEquals(Instant.ofEpochSecond(2), arrivals.get(0).at());
    }

    @Test
    void severalSequences_mergeByArrival() {
        MergedArrivals merged = new MergedArrivals(List.of(
                new Arrivals(calls(1, 4, 9).iterator()),
                Collections.<Arrival>emptyIterator(),
                new Arrivals(calls(2, 4, 5).iterator())));
        List<Long> seconds = new ArrayList<>();
        merged.forEachRemaining(each -> seconds.add(each.at().getEpochSecond()));
        assertEquals(List.of(1L, 2L, 4L, 4L, 5L, 9L), seconds);
        assertFalse(merged.hasNext());
    }

    private static List<Long> arrivals(long... seconds) {
        List<Long> result = new ArrayList<>();
        new Arrivals(calls(seconds).iterator())
                .forEachRemaining(each -> result.add(each.at().getEpochSecond()));
        return result;
    }

    private static List<TraceEvent> calls(long... seconds) {
        return Arrays.stream(seconds).mapToObj(second -> call(second, 0)).toList();
    }

    private static TraceEvent call(long startSecond, long seconds) {
        TraceEvent event = new TraceEvent();
        event.setStartTime(Instant.ofEpochSecond(startSecond));
        event.setDurationMicros(seconds * 1_000_000);
        return event;
    }
}
