package dev.weir.topology.aggregate;

import dev.weir.schemas.Tile;
import dev.weir.schemas.Topic;
import dev.weir.topology.aggregate.LiveWindows.Published;
import java.time.Duration;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * One kind of windows: everything that the engine, queries, publishing, the bound of the state and a replay's end need to
 * know of it.
 *
 * @param name of the kind: its operators are {@code merge-NAME} and {@code publish-NAME}, its stores {@code NAME-windows}
 *     and {@code NAME-commit}
 * @param repartition the topic that brings partials to their key's task, without {@code by-}
 * @param rules when windows close and are forgotten
 * @param caps how many keys a day are tracked individually
 * @param rollups coarser keys that partials are counted under too
 * @param admittedFor how long after a day's end partials of it may come
 * @param openness which windows are published before they close
 * @param updates how windows may change, beside partials
 * @param published the topic of the windows
 * @param toRecord a publication as that topic has it
 * @param bound what a window can hold
 */
public record WindowKind<A extends Mergeable<A>>(
        String name,
        String repartition,
        AggregateType<A> type,
        WindowRules rules,
        Caps caps,
        Rollups rollups,
        Duration admittedFor,
        Openness<A> openness,
        Updates<A> updates,
        Topic published,
        Function<Published<A>, ? extends SpecificRecord> toRecord,
        WindowBound bound) {

    /** Most keys a day in all partitions together: those tracked individually, and those that take the rest. */
    public long mostKeysADay(int partitions) {
        return Caps.most(caps.keysPerGroup(), partitions) * bound.keys().groups()
                + partitions * bound.keys().overflows();
    }

    /** Windows of one key within retention, those under way among them. */
    public long windowsOfAKey() {
        return rules.retention().entrySet().stream()
                .mapToLong(tile -> windows(tile.getKey(), tile.getValue()))
                .sum();
    }

    /** Days whose admitted keys are remembered. */
    public long daysOfKeys() {
        return windows(Tile.DAY, admittedFor);
    }

    /** Whether a frontier closes windows, or makes the complete ones due, that an earlier one did not. */
    public boolean closesBetween(long earlier, long later) {
        Openness.Early<A> early = openness.early();
        return rules.endsBetween(rules.grace(), earlier, later)
                || (early != null && rules.endsBetween(early.after(), earlier, later));
    }

    /** Windows of a tile that overlap a time. */
    private static long windows(Tile tile, Duration time) {
        return (time.toMillis() + tile.millis() - 1) / tile.millis() + 1;
    }
}
