package dev.weir.topology.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.Tile;
import dev.weir.topology.aggregate.Openness.Early;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveWindowsTest extends WindowsFixture {

    @Test
    void frontierBelowGrace_closesNothing_andStoresEverything() {
        windows.add("a", BASE, SumAggregate.of(1), BASE);
        commit(BASE + 2 * MINUTE - 1);
        assertEquals(List.of(), published);
        assertEquals(3, storage.windows.size());
    }

    @Test
    void frontierAtGrace_closesTheMinuteOnce() {
        windows.add("a", BASE, SumAggregate.of(1), BASE);
        windows.add("a", BASE + MINUTE - 1, SumAggregate.of(2), BASE);
        windows.add("a", BASE + MINUTE, SumAggregate.of(4), BASE);
        commit(BASE + 2 * MINUTE);
        commit(BASE + 2 * MINUTE);
        assertEquals(List.of(new Seen(new WindowKey("a", Tile.MINUTE, BASE), 0, 2, 3)), published);
    }

    @Test
    void openWindow_isWrittenOnceACommit_andNeverRead() {
        for (int i = 0; i < 100; i++) {
            windows.add("a", BASE + i, SumAggregate.of(1), BASE);
        }
        commit(BASE);
        assertEquals(3, storage.writes);
        commit(BASE);
        assertEquals(3, storage.writes, "nothing has changed");
        assertEquals(0, storage.reads);
    }

    @Test
    void runningWindow_isPublishedWhileItIsOpen_throttled_andOnceMoreWhenItCloses() {
        running.add("a");
        windows.add("a", BASE, SumAggregate.of(1), BASE);
        windows.add("b", BASE, SumAggregate.of(1), BASE);
        commit(BASE + 1_000);
        assertEquals(3, published.size(), "every tile of a, nothing of b");
        windows.add("a", BASE + 2_000, SumAggregate.of(2), BASE + 1_000);
        commit(BASE + 5_999);
        assertEquals(3, published.size(), "throttled");
        commit(BASE + 6_000);
        assertEquals(6, published.size());
        published.clear();
        windows = startedAt(BASE + 6_000, null, PLENTY);
        commit(BASE + 2 * MINUTE);
        commit(BASE + 2 * MINUTE + 60_000);
        assertEquals(
                List.of(
                        new Seen(new WindowKey("a", Tile.MINUTE, BASE), 2, 2, 3),
                        new Seen(new WindowKey("b", Tile.MINUTE, BASE), 0, 1, 1)),
                published.stream()
                        .sorted(Comparator.comparing(seen -> seen.key().key()))
                        .toList(),
                "the last word of both, and no second one");
    }

    @Test
    void publication_saysAsOfWhen() {
        running.add("a");
        List<Long> times = new ArrayList<>();
        windows.add("a", BASE, SumAggregate.of(1), BASE);
        windows.commit(BASE + 1_000, InputEnd.NOT_REACHED, window -> times.add(window.asOf()));
        windows.commit(BASE + 1_000, InputEnd.CLOSES_ALL, window -> times.add(window.asOf()));

        assertEquals(List.of(BASE + 1_000, BASE + 1_000, BASE + 1_000), times.subList(0, 3));
        assertEquals(
                List.of(BASE + MINUTE, BASE + Tile.HOUR.millis(), BASE + Tile.DAY.millis()),
                times.subList(3, 6).stream().sorted().toList());
    }

    @Test
    void end_publishesEverythingAndForgetsNothing() {
        windows.add("a", BASE, SumAggregate.of(1), BASE);
        commit(BASE + 10, InputEnd.CLOSES_ALL);
        assertEquals(3, published.size());
        assertEquals(3, storage.windows.size());
        assertTrue(windows.isSettled());
        windows.add("a", BASE + 1, SumAggregate.of(2), BASE + 10);
        commit(BASE + 10, InputEnd.CLOSES_ALL);
        assertEquals(6, published.size());
        assertEquals(1, published.get(5).revision());
    }

    @Test
    void endWithScoresOutstanding_revisesAndLeavesOpenWindowsOpen() {
        windows.add("a", BASE, SumAggregate.of(1), BASE);
        commit(BASE + 2 * MINUTE);
        windows.add("a", BASE, SumAggregate.of(2), BASE + 2 * MINUTE);
        published.clear();
        commit(BASE + 2 * MINUTE, InputEnd.REVISES_ALL);
        assertEquals(1, published.size());
        assertEquals(1, published.get(0).revision());
        assertFalse(windows.isSettled());
    }

    @Test
    void retentionPassed_windowIsForgottenAndALatePartialIsReported() {
        windows.add("a", BASE, SumAggregate.of(1), BASE);
        long clock = BASE + MINUTE + Duration.ofHours(3).toMillis();
        commit(clock);
        assertEquals(2, storage.windows.size(), "hour and day remain");
        assertEquals(1, windows.add("a", BASE, SumAggregate.of(1), clock));
        commit(clock);
        assertEquals(2, storage.windows.size());
    }

    @Test
    void complete_closesEarlyOnlyWhatHasEnded() {
        windows = startedAt(Long.MIN_VALUE, new Early<>(Duration.ofSeconds(10), sum -> sum.n() >= 2), PLENTY);
        windows.add("complete", BASE, SumAggregate.of(1), BASE);
        windows.add("complete", BASE, SumAggregate.of(1), BASE);
        windows.add("lacking", BASE, SumAggregate.of(1), BASE);
        commit(BASE + MINUTE + 9_999);
        assertEquals(List.of(), published);
        commit(BASE + MINUTE + 10_000);
        assertEquals(List.of(new Seen(new WindowKey("complete", Tile.MINUTE, BASE), 0, 2, 2)), published);
        windows.add("lacking", BASE, SumAggregate.of(1), BASE + MINUTE + 11_000);
        commit(BASE + MINUTE + 11_000);
        assertEquals(2, published.size(), "complete as soon as the missing one is there");
        commit(BASE + 2 * MINUTE);
        assertEquals(2, published.size(), "not closed twice");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyOrderOfPartialsAndFrontiers_endsInTheSameSums_throughRestartsAndWithLittleMemory(long seed) {
        Random random = new Random(seed);
        record Part(String key, long time, long value) {}
        List<Part> parts = new ArrayList<>();
        Map<WindowKey, Long> expected = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            Part part = new Part("k" + random.nextInt(4), BASE + random.nextInt(5_000_000), random.nextInt(100));
            parts.add(part);
            for (Tile tile : Tile.values()) {
                expected.merge(new WindowKey(part.key(), tile, tile.startOf(part.time())), part.value(), Long::sum);
            }
        }
        Collections.shuffle(parts, random);
        int mostLive = random.nextBoolean() ? 7 : PLENTY;
        windows = startedAt(Long.MIN_VALUE, null, mostLive);

        long clock = BASE;
        for (Part part : parts) {
            windows.add(part.key(), part.time(), SumAggregate.of(part.value()), clock);
            clock += random.nextInt(20_000);
            if (random.nextInt(3) == 0) {
                commit(clock);
                assertTrue(windows.live() <= mostLive + storage.waiting.size(), "seed " + seed);
                if (random.nextInt(10) == 0) {
                    windows = startedAt(clock, null, mostLive);
                }
            }
        }
        commit(clock, InputEnd.CLOSES_ALL);

        Map<WindowKey, Long> last = new HashMap<>();
        Map<WindowKey, Integer> revisions = new HashMap<>();
        for (Seen window : published) {
            assertEquals(revisions.getOrDefault(window.key(), -1) + 1, window.revision(), "seed " + seed);
            revisions.put(window.key(), window.revision());
            last.put(window.key(), window.sum());
        }
        assertEquals(expected, last, "seed " + seed);
    }
}
