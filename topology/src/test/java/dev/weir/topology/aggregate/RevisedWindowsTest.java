package dev.weir.topology.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.Tile;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Closed windows that change: late partials, corrections under way, restatements. */
class RevisedWindowsTest extends WindowsFixture {

    @Test
    void partialAfterClose_isPublishedAsTheNextRevisionInEveryTileThatWasClosed() {
        windows.add("a", BASE, SumAggregate.of(1), BASE);
        commit(BASE + 2 * MINUTE);
        published.clear();
        windows.add("a", BASE + 1, SumAggregate.of(2), BASE + 2 * MINUTE);
        windows.add("a", BASE + 2, SumAggregate.of(4), BASE + 2 * MINUTE);
        commit(BASE + 2 * MINUTE + 4_999);
        assertEquals(List.of(), published, "throttled");
        commit(BASE + 2 * MINUTE + 5_000);
        assertEquals(List.of(new Seen(new WindowKey("a", Tile.MINUTE, BASE), 1, 3, 7)), published);
        assertTrue(storage.waiting.isEmpty());
    }

    @Test
    void restatedHour_isRevisedWithItsDay_andNotItsMinutes() {
        long clock = BASE + Tile.HOUR.millis() + 2 * MINUTE;
        windows.add("a", BASE, SumAggregate.of(1), BASE);
        windows.add("a", BASE + MINUTE, SumAggregate.of(2), BASE);
        commit(clock);
        published.clear();

        assertTrue(restate(Tile.HOUR, "a", BASE, new SumAggregate(2, 30), true, clock));
        assertTrue(restate(Tile.MINUTE, "a", BASE, new SumAggregate(1, 10), false, clock));
        commit(clock + 5_000);
        assertEquals(
                Set.of(
                        new Seen(new WindowKey("a", Tile.HOUR, BASE), 1, 2, 30),
                        new Seen(new WindowKey("a", Tile.MINUTE, BASE), 1, 1, 10)),
                Set.copyOf(published));
        published.clear();

        windows.add("a", BASE + 2, SumAggregate.of(4), clock + 5_000);
        commit(BASE + Tile.DAY.millis() + MINUTE);
        assertEquals(
                Set.of(
                        new Seen(new WindowKey("a", Tile.HOUR, BASE), 2, 3, 34),
                        new Seen(new WindowKey("a", Tile.MINUTE, BASE), 2, 2, 14),
                        new Seen(new WindowKey("a", Tile.DAY, BASE), 0, 3, 34)),
                Set.copyOf(published),
                "a late partial is added to what was restated");
    }

    @Test
    void restatementOfTheSame_publishesNothing() {
        windows.add("a", BASE, SumAggregate.of(7), BASE);
        commit(BASE + 2 * MINUTE);
        published.clear();

        assertTrue(restate(Tile.MINUTE, "a", BASE, new SumAggregate(1, 7), true, BASE + 2 * MINUTE));
        commit(BASE + 3 * MINUTE);
        assertEquals(List.of(), published);
    }

    @Test
    void restatement_isRefusedOfWhatIsOpenGoneUnknownOrOfOtherThings() {
        long clock = BASE + 2 * MINUTE;
        windows.add("a", BASE, SumAggregate.of(7), BASE);
        commit(clock);
        published.clear();

        assertFalse(restate(Tile.MINUTE, "a", BASE, new SumAggregate(2, 9), true, clock), "another count");
        assertFalse(restate(Tile.MINUTE, "b", BASE, new SumAggregate(1, 9), true, clock), "unknown");
        assertFalse(restate(Tile.HOUR, "a", BASE, new SumAggregate(1, 9), true, clock), "open");
        long gone = BASE + Tile.HOUR.millis() * 4;
        assertFalse(restate(Tile.MINUTE, "a", BASE, new SumAggregate(1, 9), true, gone), "gone");
        commit(clock + 5_000);
        assertEquals(List.of(), published);
    }

    @Test
    void correctionUnderWay_survivesARestart() {
        windows.add("a", BASE, SumAggregate.of(1), BASE);
        commit(BASE + 2 * MINUTE);
        windows.add("a", BASE + 1, SumAggregate.of(2), BASE + 2 * MINUTE);
        commit(BASE + 2 * MINUTE + 1);
        published.clear();
        windows = startedAt(BASE + 2 * MINUTE + 1, null, PLENTY);
        commit(BASE + 2 * MINUTE + 5_000);
        assertEquals(List.of(new Seen(new WindowKey("a", Tile.MINUTE, BASE), 1, 2, 3)), published);
    }

    @Test
    void firstPartialOfAWindowLongClosed_isPublishedAsRevisionZero() {
        windows.add("a", BASE, SumAggregate.of(1), BASE + 30 * MINUTE);
        commit(BASE + 30 * MINUTE);
        assertEquals(List.of(new Seen(new WindowKey("a", Tile.MINUTE, BASE), 0, 1, 1)), published);
    }

    @Test
    void correctionPendingAtExpiry_isPublishedBeforeTheWindowIsForgotten() {
        windows.add("a", BASE, SumAggregate.of(1), BASE);
        long expiry = BASE + MINUTE + Duration.ofHours(3).toMillis();
        commit(expiry - 2);
        published.clear();
        windows.add("a", BASE, SumAggregate.of(2), expiry - 1);
        for (long clock = expiry; clock <= expiry + 2 * MINUTE; clock += 1_000) {
            commit(clock);
        }
        assertTrue(published.contains(new Seen(new WindowKey("a", Tile.MINUTE, BASE), 1, 2, 3)), published.toString());
        assertTrue(storage.waiting.isEmpty());
        assertEquals(2, storage.windows.size());
    }
}
