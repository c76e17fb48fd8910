package dev.weir.topology.aggregate;

import org.jspecify.annotations.Nullable;

/**
 * What the windows of a kind can hold, for the bound of the state.
 *
 * @param bytes of a large window
 * @param keys how many keys there are
 * @param more what windows of some keys hold on top; absent: nothing
 */
public record WindowBound(int bytes, Keys keys, @Nullable More more) {

    /**
     * Keys of a day, of all rollups.
     *
     * @param groups groups that have caps of their own
     * @param overflows keys of one partition that take what is beyond the caps
     */
    public record Keys(long groups, long overflows) {}

    /**
     * What windows of some keys hold on top.
     *
     * @param name of what it is
     * @param keys how many keys of one partition hold it
     * @param bytes in each window
     */
    public record More(String name, long keys, int bytes) {}
}
