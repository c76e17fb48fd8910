package dev.weir.schemas;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * A window length. Windows of a tile are half-open, {@code [start, start + length)}, aligned to the epoch in UTC, and do
 * not overlap; every call stands in exactly one window of each tile.
 */
public enum Tile {
    MINUTE(Duration.ofMinutes(1)),
    HOUR(Duration.ofHours(1)),
    DAY(Duration.ofDays(1));

    private final Duration length;

    Tile(Duration length) {
        this.length = length;
    }

    /** Length of a window of this tile. */
    public Duration length() {
        return length;
    }

    /** Length in milliseconds. */
    public long millis() {
        return length.toMillis();
    }

    /**
     * Start of the window that holds an instant.
     *
     * @param epochMillis any instant, also before 1970
     * @return the largest multiple of the length that is not after it, milliseconds since the epoch
     */
    public long startOf(long epochMillis) {
        return epochMillis - Math.floorMod(epochMillis, millis());
    }

    /** Name on the wire: {@code minute}, {@code hour} or {@code day}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The tile of a wire name.
     *
     * @throws IllegalArgumentException if no tile has that name; the message names the known ones
     */
    public static Tile ofWireName(String name) {
        return Arrays.stream(values())
                .filter(tile -> tile.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("tile = " + name + ": expected minute, hour or day"));
    }
}
