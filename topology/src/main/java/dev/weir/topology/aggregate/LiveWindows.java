package dev.weir.topology.aggregate;

import dev.weir.schemas.Tile;
import dev.weir.topology.aggregate.Openness.Early;
import dev.weir.topology.wire.WireReader;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The windowed, keyed, mergeable aggregate: partials are merged into live windows, and each commit publishes what the
 * frontier has closed or a late partial has corrected and writes what changed. The window of every tile that holds the event
 * time of a partial gets it. Where no window is published before it closes, the longer tiles get what a window of the finest
 * tile holds when that one closes, and what comes later at once.
 *
 * <p>Guarantee: after {@link #commit} at frontier {@code f}, every window that holds a partial and ended at or before
 * {@code f - grace} has been published, every correction older than the correction interval too, and the storage holds
 * everything: a stored window of a longer tile and the stored windows of the finest tile that start at or after its {@link
 * WindowState#mergedUntil} are what has arrived for it. A partial is left out of a tile only when its window is past its
 * retention, which {@link #add} reports. The published aggregate depends only on the partials, not on their order. Cost: one
 * hash look-up and merge for each partial and each tile that gets it at once; no storage for a window that is live; one write
 * for each window and commit that changed it. Not thread-safe.
 */
public final class LiveWindows<A extends Mergeable<A>> {

    private final AggregateType<A> type;
    private final WindowRules rules;
    private final WindowStorage storage;
    private final Openness<A> openness;
    private final Updates<A> updates;
    private final Slices<A> slices;
    private final Tile finest;

    /** Shorter tiles first, so that a window has all its parts when it closes. */
    private final PriorityQueue<Slice<A>> toClose =
            new PriorityQueue<>(Comparator.<Slice<A>>comparingLong(Slice::end).thenComparing(slice -> slice.tile));

    private final PriorityQueue<Slice<A>> toCloseEarly = new PriorityQueue<>(Comparator.comparingLong(Slice::end));
    private final PendingCorrections<A> waiting;
    private final ExpiredWindows<A> expired;
    private final A scratch;

    /** Windows of the finest tile that start before this are merged into the longer ones; {@link Long#MAX_VALUE}: all are. */
    private long closedUntil;

    /**
     * One publication of a window; the aggregate is valid until the receiver returns.
     *
     * @param asOf everything that had arrived by this time is in it, milliseconds since the epoch; before the window's end
     *     only where a window is published while it is open
     */
    public record Published<A>(WindowKey key, int revision, long asOf, A aggregate) {}

    /**
     * Windows as the storage holds them.
     *
     * @param mostLive windows that may stay in memory from one commit to the next
     * @param clock the common frontier as of the last commit; {@link Long#MIN_VALUE} while unknown
     */
    public LiveWindows(
            AggregateType<A> type,
            WindowRules rules,
            Openness<A> openness,
            Updates<A> updates,
            WindowStorage storage,
            int mostLive,
            long clock) {
        this.type = type;
        this.rules = rules;
        this.finest = rules.finest();
        this.storage = storage;
        this.openness = openness;
        this.updates = updates;
        this.slices = new Slices<>(type, rules.retention().keySet(), storage, mostLive);
        this.waiting = new PendingCorrections<>(storage, rules.correctionInterval());
        this.expired = new ExpiredWindows<>(rules, slices, waiting);
        this.scratch = type.create();
        this.closedUntil = storage.closedUntil().orElse(Long.MIN_VALUE);
        rules.retention().keySet().forEach(tile -> findOpen(tile, clock));
        storage.waiting().forEach(key -> waiting.restore(stored(key, clock)));
    }

    private void findOpen(Tile tile, long clock) {
        long from = clock == Long.MIN_VALUE
                ? Long.MIN_VALUE
                : tile.startOf(clock - rules.grace().toMillis() - tile.millis()) + tile.millis();
        OptionalLong start = storage.firstStart(tile, from);
        while (start.isPresent()) {
            slice(tile, start.getAsLong(), clock).stored = true;
            start = storage.firstStart(tile, start.getAsLong() + 1);
        }
    }

    private LiveWindow<A> stored(byte[] storageKey, long clock) {
        WindowKey key = WindowKey.fromBytes(storageKey);
        return slices.window(slice(key.tile(), key.startMillis(), clock), key.key());
    }

    /**
     * Merges a written partial into the window of every tile that holds its event time.
     *
     * @param clock the common frontier, milliseconds; {@link Long#MIN_VALUE} while unknown
     * @param original key that the partial was made for; another one than {@code key} where that stands for many
     * @return how many tiles no longer keep that window, so that the partial is not in them; 0 in the normal case
     */
    public int add(String key, String original, long eventMillis, WireReader partial, long clock) {
        scratch.clear();
        scratch.mergeFrom(partial);
        if (!key.equals(original)) {
            type.shared().accept(scratch, original);
        }
        return add(key, eventMillis, scratch, clock);
    }

    /** The same for a partial at hand. */
    public int add(String key, long eventMillis, A partial, long clock) {
        int forgotten = 0;
        for (Tile tile : rules.retention().keySet()) {
            long start = tile.startOf(eventMillis);
            if (!isKept(tile, start, clock)) {
                forgotten++;
                continue;
            }
            Slice<A> slice = slice(tile, start, clock);
            merge(slices.window(slice, key), partial);
            if (isAwaited(slice)) {
                break;
            }
        }
        return forgotten;
    }

    /** Whether the longer tiles get what the windows of a slice hold when it closes. */
    private boolean isAwaited(Slice<A> slice) {
        return openness.isNever() && slice.tile == finest && !slice.closed && !slice.merged;
    }

    private void merge(LiveWindow<A> window, A partial) {
        window.state.aggregate().mergeWith(partial);
        window.state.correct();
        slices.touch(window);
    }

    /**
     * What has to be merged into a closed window for it to say what a restatement says of the same things; absent where it is
     * open, is not kept, or is of other things.
     */
    public @Nullable A differenceTo(Tile tile, String key, long start, A restated, long clock) {
        if (!(updates instanceof Updates.Restate<A> restate)) {
            throw new IllegalStateException(
                    "a restatement came to windows of " + type.name() + ", which are not restated");
        }
        LiveWindow<A> window = known(tile, key, start, clock);
        return window == null || !window.slice.closed
                ? null
                : restate.difference().between(window.state.aggregate(), restated);
    }

    /**
     * Merges a difference into a window and, if it spreads, into those of the longer tiles. Where the longer tiles get what the
     * window holds when it closes, they get it before, since the difference is none of theirs.
     *
     * @return whether the window is kept and, in the last case, past its end and grace
     */
    public boolean adjust(Tile tile, String key, long start, A difference, boolean spreads, long clock) {
        LiveWindow<A> window = known(tile, key, start, clock);
        if (window == null || (isAwaited(window.slice) && rules.closeAt(window.slice.end()) > clock)) {
            return false;
        }
        if (isAwaited(window.slice)) {
            slices.loadAll(window.slice);
            mergeIntoLongerTiles(window.slice, clock);
        }
        merge(window, difference);
        for (Tile longer : rules.retention().keySet()) {
            if (spreads && longer.millis() > tile.millis()) {
                merge(slices.window(slice(longer, longer.startOf(start), clock), key), difference);
            }
        }
        return true;
    }

    private @Nullable LiveWindow<A> known(Tile tile, String key, long start, long clock) {
        return isKept(tile, start, clock) ? slices.known(slice(tile, start, clock), key) : null;
    }

    private boolean isKept(Tile tile, long start, long clock) {
        return rules.retention().containsKey(tile) && rules.expireAt(tile, start + tile.millis()) > clock;
    }

    /** The slice of a start. An open one is known since the beginning or since it was made, so a new one is not stored. */
    private Slice<A> slice(Tile tile, long start, long clock) {
        Slice<A> known = slices.find(tile, start);
        if (known != null) {
            return known;
        }
        Slice<A> slice = new Slice<>(tile, start);
        slice.closed = slice.end() <= closedUntil || rules.closeAt(slice.end()) <= clock;
        slice.stored = slice.closed;
        slices.put(slice);
        if (!slice.closed) {
            toClose.add(slice);
            if (openness.early() != null) {
                toCloseEarly.add(slice);
            }
        }
        return slice;
    }

    /**
     * Publishes what is due at a frontier, writes what changed, and forgets what is past its retention.
     *
     * @param clock the common frontier, milliseconds; {@link Long#MIN_VALUE} while unknown
     */
    public void commit(long clock, InputEnd end, Consumer<Published<A>> publish) {
        if (clock != Long.MIN_VALUE) {
            DuePublications<A> due = new DuePublications<>(slices, openness, waiting, clock, publish);
            closeEarly(clock, end, due);
            close(clock, end, due);
            due.corrected();
            due.pending(end != InputEnd.NOT_REACHED);
            expired.forget(clock);
        }
        if (openness.isNever()) {
            slices.touched().stream()
                    .filter(window -> window.slice.tile != finest)
                    .forEach(window -> window.state.mergedUntil(closedUntil));
        }
        slices.commit();
        if (openness.isNever()) {
            // Behind the windows, so that whoever follows the changelog knows no later time than they do.
            storage.putClosedUntil(finest, closedUntil);
        }
    }

    private void close(long clock, InputEnd end, DuePublications<A> due) {
        while (!toClose.isEmpty()
                && (end == InputEnd.CLOSES_ALL
                        || rules.closeAt(toClose.element().end()) <= clock)) {
            Slice<A> slice = toClose.remove();
            slices.loadAll(slice);
            mergeIntoLongerTiles(slice, clock);
            slice.closed = true;
            due.closed(slice);
        }
        closedUntil = end == InputEnd.CLOSES_ALL
                ? Long.MAX_VALUE
                : Math.max(closedUntil, finest.startOf(rules.completeUntil(clock)));
    }

    private void mergeIntoLongerTiles(Slice<A> slice, long clock) {
        if (!isAwaited(slice)) {
            return;
        }
        slice.merged = true;
        for (Tile longer : rules.retention().keySet()) {
            long start = longer.startOf(slice.start);
            if (longer != slice.tile && isKept(longer, start, clock)) {
                Slice<A> into = slice(longer, start, clock);
                slice.live
                        .values()
                        .forEach(window -> merge(slices.window(into, window.key.key()), window.state.aggregate()));
            }
        }
    }

    private void closeEarly(long clock, InputEnd end, DuePublications<A> due) {
        Early<A> early = openness.early();
        while (early != null
                && !toCloseEarly.isEmpty()
                && (end != InputEnd.NOT_REACHED
                        || toCloseEarly.element().end() + early.after().toMillis() <= clock)) {
            Slice<A> slice = toCloseEarly.remove();
            slice.early = true;
            if (!slice.closed) {
                slices.loadAll(slice);
                due.complete(slice, early.complete());
            }
        }
    }

    /** Whether everything that was merged has been published, as of the last commit. */
    public boolean isSettled() {
        return toClose.isEmpty() && waiting.isEmpty();
    }

    /** Windows in memory. */
    public int live() {
        return slices.live();
    }
}
