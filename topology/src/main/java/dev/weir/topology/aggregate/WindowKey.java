package dev.weir.topology.aggregate;

import dev.weir.schemas.StoredNumbers;
import dev.weir.schemas.Tile;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.nio.charset.StandardCharsets;

/**
 * One window of one key: {@code [startMillis, startMillis + tile)}. The bytes are the tile, the start and the key, so the
 * windows of a tile lie together in order of time: new ones are written at one end and forgotten at the other.
 */
public record WindowKey(String key, Tile tile, long startMillis) {

    private static final int HEAD = 1 + 8;

    public long endMillis() {
        return startMillis + tile.millis();
    }

    public byte[] toBytes() {
        return head(tile, startMillis)
                .writeRaw(key.getBytes(StandardCharsets.UTF_8))
                .toBytes();
    }

    /** Smallest bytes of all windows of a tile that start at a time or later. */
    public static byte[] from(Tile tile, long startMillis) {
        return head(tile, startMillis).toBytes();
    }

    private static WireWriter head(Tile tile, long startMillis) {
        return new WireWriter(64).writeByte(StoredNumbers.of(tile)).writeSortableLong(startMillis);
    }

    public static WindowKey fromBytes(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        Tile tile = StoredNumbers.tile(in.readByte());
        long start = in.readSortableLong();
        return new WindowKey(new String(bytes, HEAD, bytes.length - HEAD, StandardCharsets.UTF_8), tile, start);
    }
}
