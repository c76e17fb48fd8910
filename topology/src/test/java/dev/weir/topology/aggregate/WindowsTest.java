package dev.weir.topology.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.Tile;
import dev.weir.topology.aggregate.WindowStorage.Action;
import dev.weir.topology.aggregate.Windows.End;
import dev.weir.topology.aggregate.Windows.Published;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsTest {

    private static final long MINUTE = Tile.MINUTE.millis();
    private static final long BASE = 1_760_000_000_000L - 1_760_000_000_000L % Tile.DAY.millis();
    private static final WindowRules RULES = new WindowRules(
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            Map.of(Tile.MINUTE, Duration.ofHours(3), Tile.HOUR, Duration.ofHours(6), Tile.DAY, Duration.ofDays(2)));

    private final MemoryStorage storage = new MemoryStorage();
    private final Windows<SumAggregate> windows = new Windows<>(SumAggregate.TYPE, RULES, storage);
    private final List<Published<SumAggregate>> published = new ArrayList<>();

    @Test
    void frontierBelowGrace_closesNothing() {
        windows.add("a", BASE, SumAggregate.of(1), BASE);
        windows.advance(BASE + 2 * MINUTE - 1, End.NOT_REACHED, published::add);
        assertEquals(List.of(), published);
    }

    @Test
    void frontierAtGrace_closesTheMinuteOnce() {
        windows.add("a", BASE, SumAggregate.of(1), BASE);
        windows.add("a", BASE + MINUTE - 1, SumAggregate.of(2), BASE);
        windows.add("a", BASE + MINUTE, SumAggregate.of(4), BASE);
        windows.advance(BASE + 2 * MINUTE, End.NOT_REACHED, published::add);
        windows.advance(BASE + 2 * MINUTE, End.NOT_REACHED, published::add);
        assertEquals(1, published.size());
        assertEquals(new WindowKey("a", Tile.MINUTE, BASE), published.get(0).key());
        assertEquals(0, published.get(0).revision());
        assertEquals(3, published.get(0).aggregate().sum());
    }

    @Test
    void partialAfterClose_isPublishedAsTheNextRevisionInEveryTileThatWasClosed() {
        windows.add("a", BASE, SumAggregate.of(1), BASE);
        windows.advance(BASE + 2 * MINUTE, End.NOT_REACHED, published::add);
        published.clear();
        windows.add("a", BASE + 1, SumAggregate.of(2), BASE + 2 * MINUTE);
        windows.add("a", BASE + 2, SumAggregate.of(4), BASE + 2 * MINUTE);
        windows.advance(BASE + 2 * MINUTE + 4_999, End.NOT_REACHED, published::add);
        assertEquals(List.of(), published, "throttled");
        windows.advance(BASE + 2 * MINUTE + 5_000, End.NOT_REACHED, published::add);
        assertEquals(1, published.size());
        assertEquals(1, published.get(0).revision());
        assertEquals(7, published.get(0).aggregate().sum());
    }

    @Test
    void firstPartialOfAWindowLongClosed_isPublishedAsRevisionZero() {
        windows.add("a", BASE, SumAggregate.of(1), BASE + 30 * MINUTE);
        windows.advance(BASE + 30 * MINUTE, End.NOT_REACHED, published::add);
        assertEquals(1, published.size());
        assertEquals(0, published.get(0).revision());
    }

    @Test
    void end_publishesEverythingAndForgetsNothing() {
        windows.add("a", BASE, SumAggregate.of(1), BASE);
        windows.advance(BASE + 10, End.CLOSES_ALL, published::add);
        assertEquals(3, published.size());
        assertEquals(3, storage.windows.size());
        windows.add("a", BASE + 1, SumAggregate.of(2), BASE + 10);
        windows.advance(BASE + 10, End.CLOSES_ALL, published::add);
        assertEquals(6, published.size());
        assertEquals(1, published.get(5).revision());
    }

    @Test
    void endWithScoresOutstanding_revisesAndLeavesOpenWindowsOpen() {
        windows.add("a", BASE, SumAggregate.of(1), BASE);
        windows.advance(BASE + 2 * MINUTE, End.NOT_REACHED, published::add);
        windows.add("a", BASE, SumAggregate.of(2), BASE + 2 * MINUTE);
        published.clear();
        windows.advance(BASE + 2 * MINUTE, End.REVISES_ALL, published::add);
        assertEquals(1, published.size());
        assertEquals(1, published.get(0).revision());
    }

    @Test
    void retentionPassed_windowIsForgottenAndALatePartialIsReported() {
        windows.add("a", BASE, SumAggregate.of(1), BASE);
        long clock = BASE + MINUTE + Duration.ofHours(3).toMillis();
        windows.advance(clock, End.NOT_REACHED, published::add);
        windows.advance(clock, End.NOT_REACHED, published::add);
        assertEquals(2, storage.windows.size(), "hour and day remain");
        assertEquals(1, windows.add("a", BASE, SumAggregate.of(1), clock));
        assertEquals(2, storage.windows.size());
    }

    @Test
    void correctionPendingAtExpiry_isPublishedBeforeTheWindowIsForgotten() {
        windows.add("a", BASE, SumAggregate.of(1), BASE);
        long expiry = BASE + MINUTE + Duration.ofHours(3).toMillis();
        windows.advance(expiry - 2, End.NOT_REACHED, published::add);
        published.clear();
        windows.add("a", BASE, SumAggregate.of(2), expiry - 1);
        for (long clock = expiry; clock <= expiry + 20_000; clock += 1_000) {
            windows.advance(clock, End.NOT_REACHED, published::add);
        }
        assertTrue(published.stream()
                .anyMatch(w -> w.key().tile() == Tile.MINUTE
                        && w.revision() == 1
                        && w.aggregate().sum() == 3));
        assertTrue(storage.appointments.values().stream()
                .noneMatch(a -> a.window().tile() == Tile.MINUTE && a.action() != Action.EXPIRE));
        assertEquals(2, storage.windows.size());
    }

    @Test
    void complete_closesEarlyOnlyWhatHasEnded() {
        windows.add("a", BASE, SumAggregate.of(1), BASE);
        windows.closeEarly(BASE + MINUTE - 1, BASE, sum -> sum.n() == 1, published::add);
        assertEquals(List.of(), published);
        windows.closeEarly(BASE + MINUTE, BASE + MINUTE, sum -> sum.n() == 2, published::add);
        assertEquals(List.of(), published);
        windows.closeEarly(BASE + MINUTE, BASE + MINUTE, sum -> sum.n() == 1, published::add);
        assertEquals(1, published.size());
        windows.advance(BASE + 2 * MINUTE, End.NOT_REACHED, published::add);
        assertEquals(1, published.size(), "not closed twice");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyOrderOfPartialsAndFrontiers_endsInTheSameSums(long seed) {
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

        long clock = BASE;
        for (Part part : parts) {
            windows.add(part.key(), part.time(), SumAggregate.of(part.value()), clock);
            clock += random.nextInt(20_000);
            windows.advance(clock, End.NOT_REACHED, published::add);
        }
        windows.advance(clock, End.CLOSES_ALL, published::add);

        Map<WindowKey, Long> last = new HashMap<>();
        Map<WindowKey, Integer> revisions = new HashMap<>();
        for (Published<SumAggregate> window : published) {
            assertEquals(revisions.getOrDefault(window.key(), -1) + 1, window.revision(), "seed " + seed);
            revisions.put(window.key(), window.revision());
            last.put(window.key(), window.aggregate().sum());
        }
        assertEquals(expected, last, "seed " + seed);
    }
}
