package dev.weir.topology.aggregate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.weir.schemas.Tile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Windows in memory, sorted as a store of bytes sorts them; checks what it is told of the past. */
final class MemoryStorage implements WindowStorage {

    final TreeMap<byte[], byte[]> windows = new TreeMap<>(Arrays::compareUnsigned);
    final TreeSet<byte[]> waiting = new TreeSet<>(Arrays::compareUnsigned);
    OptionalLong closedUntil = OptionalLong.empty();
    int reads;
    int writes;

    @Override
    public byte @Nullable [] window(byte[] key) {
        reads++;
        return windows.get(key);
    }

    @Override
    public void putWindow(byte[] key, byte[] state, byte @Nullable [] before) {
        writes++;
        assertArrayEquals(windows.put(key, state), before, "what was there before");
    }

    @Override
    public void deleteWindow(byte[] key) {
        windows.remove(key);
    }

    @Override
    public OptionalLong firstStart(Tile tile, long fromStart) {
        NavigableMap<byte[], byte[]> rest =
                windows.subMap(WindowKey.from(tile, fromStart), true, WindowKey.from(tile, Long.MAX_VALUE), true);
        return rest.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(WindowKey.fromBytes(rest.firstKey()).startMillis());
    }

    @Override
    public void scan(Tile tile, long fromStart, long toStart, BiConsumer<byte[], byte[]> each) {
        new TreeMap<>(windows.subMap(WindowKey.from(tile, fromStart), WindowKey.from(tile, toStart))).forEach(each);
    }

    @Override
    public void putWaiting(byte[] windowKey) {
        waiting.add(windowKey);
    }

    @Override
    public void deleteWaiting(byte[] windowKey) {
        waiting.remove(windowKey);
    }

    @Override
    public List<byte[]> waiting() {
        return new ArrayList<>(waiting);
    }

    @Override
    public OptionalLong closedUntil() {
        return closedUntil;
    }

    @Override
    public void putClosedUntil(Tile finest, long startMillis) {
        closedUntil = OptionalLong.of(startMillis);
    }
}
