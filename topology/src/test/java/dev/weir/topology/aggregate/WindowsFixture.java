package dev.weir.topology.aggregate;

import dev.weir.schemas.Tile;
import dev.weir.schemas.Topics;
import dev.weir.topology.aggregate.LiveWindows.Published;
import dev.weir.topology.aggregate.Openness.Early;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Windows of sums over a storage in memory, and what they published. */
abstract class WindowsFixture {

    static final long MINUTE = Tile.MINUTE.millis();
    static final long BASE = 1_760_000_000_000L - 1_760_000_000_000L % Tile.DAY.millis();
    static final int PLENTY = 1_000;
    static final WindowRules RULES = new WindowRules(
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            Map.of(Tile.MINUTE, Duration.ofHours(3), Tile.HOUR, Duration.ofHours(6), Tile.DAY, Duration.ofDays(2)));

    /** One publication as it was at that moment. */
    record Seen(WindowKey key, int revision, long n, long sum) {
        static Seen of(Published<SumAggregate> window) {
            return new Seen(
                    window.key(),
                    window.revision(),
                    window.aggregate().n(),
                    window.aggregate().sum());
        }
    }

    final Set<String> running = new HashSet<>();
    final MemoryStorage storage = new MemoryStorage();
    final List<Seen> published = new ArrayList<>();
    LiveWindows<SumAggregate> windows = startedAt(Long.MIN_VALUE, null, PLENTY);

    LiveWindows<SumAggregate> startedAt(long clock, @Nullable Early<SumAggregate> early, int mostLive) {
        return new LiveWindows<>(
                SumAggregate.TYPE,
                RULES,
                new Openness<>(early, running::contains),
                new Updates.Restate<>(Topics.SERIES_RESTATEMENTS, SumAggregate::differenceTo, SumAggregate::mergeWith),
                storage,
                mostLive,
                clock);
    }

    /** Lets a window say what a restatement says, as the merge does; whether it does now. */
    boolean restate(Tile tile, String key, long start, SumAggregate restated, boolean spreads, long clock) {
        SumAggregate difference = windows.differenceTo(tile, key, start, restated, clock);
        if (difference == null || SumAggregate.TYPE.isNothing(difference)) {
            return difference != null;
        }
        return windows.adjust(tile, key, start, difference, spreads, clock);
    }

    void commit(long clock, InputEnd end) {
        windows.commit(clock, end, window -> published.add(Seen.of(window)));
    }

    void commit(long clock) {
        commit(clock, InputEnd.NOT_REACHED);
    }
}
