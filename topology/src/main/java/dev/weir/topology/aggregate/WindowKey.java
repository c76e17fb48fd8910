package dev.weir.topology.aggregate;

import dev.weir.schemas.Tile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One window of one key: {@code [startMillis, startMillis + tile)}. The bytes are the key, a zero byte, the tile and the
 * start, so the windows of a key and tile lie together in order of time.
 *
 * @param key without U+0000
 */
public record WindowKey(String key, Tile tile, long startMillis) {

    private static final int TAIL = 1 + 1 + 8;

    public long endMillis() {
        return startMillis + tile.millis();
    }

    public byte[] toBytes() {
        return new WireWriter()
                .writeRaw(key.getBytes(StandardCharsets.UTF_8))
                .writeByte(0)
                .writeByte(tile.ordinal())
                .writeSortableLong(startMillis)
                .toBytes();
    }

    public static WindowKey fromBytes(byte[] bytes) {
        int keyLength = bytes.length - TAIL;
        WireReader tail = new WireReader(Arrays.copyOfRange(bytes, keyLength + 1, bytes.length));
        return new WindowKey(
                new String(bytes, 0, keyLength, StandardCharsets.UTF_8),
                Tile.values()[tail.readByte()],
                tail.readSortableLong());
    }
}
