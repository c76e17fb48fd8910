package dev.weir.topology.aggregate;

import dev.weir.schemas.Tile;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where windows are kept between commits, and which of the published ones wait for a correction. Keys are those of
 * {@link WindowKey#toBytes}.
 */
public interface WindowStorage {

    byte @Nullable [] window(byte[] key);

    /** @param before what is there now, as of the last commit; absent: nothing */
    void putWindow(byte[] key, byte[] state, byte @Nullable [] before);

    void deleteWindow(byte[] key);

    /** The smallest start of a tile's windows that is not before a time. */
    OptionalLong firstStart(Tile tile, long fromStart);

    /** Every window of a tile that starts in {@code [fromStart, toStart)}, by start; deleting the one given is allowed. */
    void scan(Tile tile, long fromStart, long toStart, BiConsumer<byte[], byte[]> each);

    /** Remembers that a published window waits for its correction; the same one twice is one. */
    void putWaiting(byte[] windowKey);

    void deleteWaiting(byte[] windowKey);

    List<byte[]> waiting();

    /** As it was put last; empty: never. */
    OptionalLong closedUntil();

    /** Remembers, unless it is known, that every window of the finest tile that starts before a time is merged into the longer tiles. */
    void putClosedUntil(Tile finest, long startMillis);
}
