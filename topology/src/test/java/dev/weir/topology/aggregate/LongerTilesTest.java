package dev.weir.topology.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.Tile;
import dev.weir.topology.aggregate.LiveWindows.Published;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows of longer tiles that get what a minute holds when the minute closes. */
class LongerTilesTest {

    private static final long MINUTE = Tile.MINUTE.millis();
    private static final long HOUR = Tile.HOUR.millis();
    private static final long BASE = 1_760_000_000_000L - 1_760_000_000_000L % Tile.DAY.millis();
    private static final int PLENTY = 1_000;
    private static final WindowRules RULES = new WindowRules(
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            Map.of(Tile.MINUTE, Duration.ofHours(3), Tile.HOUR, Duration.ofHours(6), Tile.DAY, Duration.ofDays(2)));

    private final MemoryStorage storage = new MemoryStorage();
    private final List<Published<SumAggregate>> published = new ArrayList<>();
    private final Map<WindowKey, Long> lastSums = new HashMap<>();
    private LiveWindows<SumAggregate> windows = startedAt(Long.MIN_VALUE, PLENTY);

    private LiveWindows<SumAggregate> startedAt(long clock, int mostLive) {
        return new LiveWindows<>(
                SumAggregate.TYPE, RULES, Openness.untilClosed(), new Updates.Append<>(), storage, mostLive, clock);
    }

    private void add(String key, long time, long value, long clock) {
        windows.add(key, time, SumAggregate.of(value), clock);
    }

    private void commit(long clock, InputEnd end) {
        windows.commit(clock, end, window -> {
            published.add(window);
            lastSums.put(window.key(), window.aggregate().sum());
        });
    }

    private void commit(long clock) {
        commit(clock, InputEnd.NOT_REACHED);
    }

    /** What a reader of the storage finds for every window of a tile: stored ones, and minutes that are not in them yet. */
    private Map<WindowKey, Long> read(Tile tile) {
        Map<WindowKey, Long> sums = new HashMap<>();
        Map<WindowKey, Long> mergedUntil = new HashMap<>();
        storage.scan(tile, Long.MIN_VALUE, Long.MAX_VALUE, (key, state) -> {
            WindowKey window = WindowKey.fromBytes(key);
            sums.put(window, sum(state));
            mergedUntil.put(window, WindowState.mergedUntil(state));
        });
        long from = storage.closedUntil.orElse(Long.MIN_VALUE);
        storage.scan(Tile.MINUTE, from, Long.MAX_VALUE, (key, state) -> {
            WindowKey minute = WindowKey.fromBytes(key);
            WindowKey longer = new WindowKey(minute.key(), tile, tile.startOf(minute.startMillis()));
            if (tile != Tile.MINUTE && minute.startMillis() >= mergedUntil.getOrDefault(longer, Long.MIN_VALUE)) {
                sums.merge(longer, sum(state), Long::sum);
            }
        });
        return sums;
    }

    private static long sum(byte[] state) {
        SumAggregate sum = SumAggregate.TYPE.create();
        WindowState.addTo(sum, state);
        return sum.sum();
    }

    @Test
    void openMinute_isTheOnlyOneThatIsWritten() {
        for (int i = 0; i < 100; i++) {
            add("a", BASE + i, 1, BASE);
            commit(BASE + i);
        }
        assertEquals(100, storage.writes);
        assertEquals(1, storage.windows.size());
        assertEquals(Map.of(new WindowKey("a", Tile.HOUR, BASE), 100L), read(Tile.HOUR));
        assertEquals(Map.of(new WindowKey("a", Tile.DAY, BASE), 100L), read(Tile.DAY));
    }

    @Test
    void minuteThatCloses_isMergedOnce_alsoAfterARestart() {
        add("a", BASE, 1, BASE);
        commit(BASE + 1_000);
        windows = startedAt(BASE + 1_000, PLENTY);
        commit(BASE + 2 * MINUTE);
        windows = startedAt(BASE + 2 * MINUTE, PLENTY);
        commit(BASE + 3 * MINUTE);
        add("a", BASE + 2 * MINUTE, 10, BASE + 3 * MINUTE);
        commit(BASE + 3 * MINUTE);
        assertEquals(Map.of(new WindowKey("a", Tile.HOUR, BASE), 11L), read(Tile.HOUR));
        commit(BASE + HOUR + MINUTE);
        assertEquals(11L, lastSums.get(new WindowKey("a", Tile.HOUR, BASE)));
    }

    @Test
    void partialOfAClosedMinute_isInTheLongerWindowsAtOnce() {
        add("a", BASE, 1, BASE);
        commit(BASE + 2 * MINUTE);
        add("a", BASE, 2, BASE + 2 * MINUTE);
        add("b", BASE, 4, BASE + 2 * MINUTE);
        commit(BASE + 2 * MINUTE);
        assertEquals(
                Map.of(new WindowKey("a", Tile.HOUR, BASE), 3L, new WindowKey("b", Tile.HOUR, BASE), 4L),
                read(Tile.HOUR));
    }

    @Test
    void latePartialsOfOneCommit_arePublishedInOrderOfTime() {
        long clock = BASE + 10 * MINUTE;
        add("a", BASE + 3 * MINUTE, 1, clock);
        add("b", BASE, 2, clock);
        add("a", BASE + MINUTE, 3, clock);
        commit(clock);
        assertEquals(
                List.of(BASE, BASE + MINUTE, BASE + 3 * MINUTE),
                published.stream().map(window -> window.key().startMillis()).toList());
    }

    @Test
    void partialOfAnExpiredMinute_isInTheLongerWindows() {
        add("a", BASE, 1, BASE + 4 * HOUR);
        commit(BASE + 4 * HOUR);
        assertEquals(Map.of(new WindowKey("a", Tile.HOUR, BASE), 1L), read(Tile.HOUR));
        assertEquals(Map.of(), read(Tile.MINUTE));
    }

    @Test
    void hourAndItsLastMinute_thatCloseTogether_agree() {
        add("a", BASE + HOUR - 1, 5, BASE);
        commit(BASE + HOUR + MINUTE);
        assertEquals(
                List.of(Tile.MINUTE, Tile.HOUR),
                published.stream().map(window -> window.key().tile()).toList());
        assertEquals(5L, lastSums.get(new WindowKey("a", Tile.HOUR, BASE)));
    }

    @Test
    void endOfInput_closesTheLongerTilesWithEverything_andARestartDoesNotCountTwice() {
        add("a", BASE, 1, BASE);
        commit(BASE + 10, InputEnd.CLOSES_ALL);
        windows = startedAt(BASE + 10, PLENTY);
        commit(BASE + 10, InputEnd.CLOSES_ALL);
        assertEquals(3, published.size());
        assertEquals(Map.of(new WindowKey("a", Tile.DAY, BASE), 1L), read(Tile.DAY));
        add("a", BASE + MINUTE, 2, BASE + 10);
        commit(BASE + 10, InputEnd.CLOSES_ALL);
        assertEquals(3L, lastSums.get(new WindowKey("a", Tile.DAY, BASE)));
    }

    @Test
    void differenceBetweenTheFrontierAndTheCommit_isInEachTileOnce() {
        add("a", BASE + HOUR - 1, 5, BASE);
        commit(BASE + HOUR);
        long clock = BASE + HOUR + MINUTE;
        assertTrue(windows.adjust(Tile.MINUTE, "a", BASE + HOUR - MINUTE, new SumAggregate(0, 2), false, clock));
        assertTrue(windows.adjust(Tile.HOUR, "a", BASE, new SumAggregate(0, 2), true, clock));
        commit(clock);
        assertEquals(7L, lastSums.get(new WindowKey("a", Tile.MINUTE, BASE + HOUR - MINUTE)));
        assertEquals(7L, lastSums.get(new WindowKey("a", Tile.HOUR, BASE)));
        assertEquals(Map.of(new WindowKey("a", Tile.DAY, BASE), 7L), read(Tile.DAY));
    }

    @Test
    void differenceOfAMinuteThatIsOpen_isRefused() {
        add("a", BASE, 5, BASE);
        assertFalse(windows.adjust(Tile.MINUTE, "a", BASE, new SumAggregate(0, 2), false, BASE + MINUTE));
        commit(BASE + 2 * MINUTE);
        assertEquals(Map.of(new WindowKey("a", Tile.HOUR, BASE), 5L), read(Tile.HOUR));
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readerAndPublications_saySumsOfAllPartials_throughRestartsAndWithLittleMemory(long seed) {
        Random random = new Random(seed);
        int mostLive = random.nextBoolean() ? 7 : PLENTY;
        windows = startedAt(Long.MIN_VALUE, mostLive);
        Map<WindowKey, Long> expected = new HashMap<>();
        long clock = BASE;
        for (int i = 0; i < 600; i++) {
            String key = "k" + random.nextInt(4);
            long time = clock - 90_000 + random.nextInt(300_000) - (random.nextInt(10) == 0 ? 4_000_000 : 0);
            long value = random.nextInt(100);
            add(key, time, value, clock);
            for (Tile tile : Tile.values()) {
                expected.merge(new WindowKey(key, tile, tile.startOf(time)), value, Long::sum);
            }
            clock += random.nextInt(40_000);
            if (random.nextInt(3) == 0) {
                commit(clock);
                assertEquals(of(expected, Tile.DAY), read(Tile.DAY), "seed " + seed + ", call " + i);
                assertEquals(of(expected, Tile.HOUR), since(read(Tile.HOUR), expected), "seed " + seed + ", call " + i);
                if (random.nextInt(8) == 0) {
                    windows = startedAt(clock, mostLive);
                }
            }
        }
        commit(clock, InputEnd.CLOSES_ALL);
        assertTrue(windows.isSettled());
        assertEquals(of(expected, Tile.DAY), of(lastSums, Tile.DAY), "seed " + seed);
        assertEquals(of(expected, Tile.HOUR), of(lastSums, Tile.HOUR), "seed " + seed);
        assertEquals(of(expected, Tile.MINUTE), of(lastSums, Tile.MINUTE), "seed " + seed);
    }

    private static Map<WindowKey, Long> of(Map<WindowKey, Long> all, Tile tile) {
        Map<WindowKey, Long> some = new HashMap<>(all);
        some.keySet().removeIf(key -> key.tile() != tile);
        return some;
    }

    /** Hours that are past their retention are gone: what was expected of them is taken as read. */
    private static Map<WindowKey, Long> since(Map<WindowKey, Long> read, Map<WindowKey, Long> expected) {
        Map<WindowKey, Long> all = of(expected, Tile.HOUR);
        long first =
                read.keySet().stream().mapToLong(WindowKey::startMillis).min().orElse(Long.MAX_VALUE);
        all.keySet().removeIf(key -> key.startMillis() >= first);
        all.putAll(read);
        return all;
    }
}
