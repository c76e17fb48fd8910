package dev.weir.alerting;

import dev.weir.alerting.rules.Spent;
import dev.weir.schemas.SpenderKey;
import dev.weir.schemas.Tile;
import dev.weir.schemas.avro.WindowSpend;
import java.time.Instant;

/**
 * A spend window, as budgets see it.
 *
 * @param asOf what had arrived by then is in it; not after the end
 */
record ReadSpend(SpenderKey spender, Tile tile, Instant start, Instant end, int revision, Instant asOf, Spent spent) {

    /**
     * What a window says.
     *
     * @throws UnsoundWindowException if its kind, tile or bounds make no sense
     */
    static ReadSpend of(WindowSpend window) {
        String by = window.getDimension();
        SpenderKey.Kind kind = SpenderKey.Kind.ofWireName(by)
                .orElseThrow(() -> new UnsoundWindowException(
                        "dimension = " + by + ": expected one of " + SpenderKey.Kind.wireNames()));
        Instant end = window.getWindowEnd();
        Instant asOf = window.getAsOf();
        return new ReadSpend(
                new SpenderKey(window.getTenant(), window.getEnvironment(), kind, window.getSpender()),
                ReadWindow.tile(window.getTile(), window.getWindowStart(), end),
                window.getWindowStart(),
                end,
                window.getRevision(),
                asOf == null || asOf.isAfter(end) ? end : asOf,
                new Spent(
                        window.getCalls(),
                        window.getUnpricedCalls(),
                        window.getCostNanoUsd(),
                        Math.addExact(window.getInputTokens(), window.getOutputTokens()),
                        window.getMaxInputTokens()));
    }
}
