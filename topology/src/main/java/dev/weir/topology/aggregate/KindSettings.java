package dev.weir.topology.aggregate;

import java.time.Duration;

/**
 * What configuration says of one kind of windows.
 *
 * @param rules when windows close and are forgotten
 * @param caps how many keys a day are tracked individually
 * @param rollups coarser keys that everything is counted under too
 * @param keys how many keys there are at most
 * @param admittedFor how long after a day's end partials of it may come
 */
public record KindSettings(
        WindowRules rules, Caps caps, Rollups rollups, WindowBound.Keys keys, Duration admittedFor) {}
