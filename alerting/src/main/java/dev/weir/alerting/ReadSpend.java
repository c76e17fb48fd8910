package dev.weir.alerting;

import dev.weir.alerting.rules.Spent;
import dev.weir.alerting.rules.Subject;
import dev.weir.schemas.Tile;
import dev.weir.schemas.avro.WindowSpend;
import java.time.Instant;

/**
 * A spend window, as budgets see it.
 *
 * @param asOf what had arrived by then is in it; not after the end
 */
record ReadSpend(
        Subject.Spender spender, Tile tile, Instant start, Instant end, int revision, Instant asOf, Spent spent) {

    /**
     * What a window says.
     *
     * @throws UnsoundWindowException if its kind, tile or bounds make no sense
     */
    static ReadSpend of(WindowSpend window) {
        String by = window.getDimension();
        if (!Subject.Spender.KINDS.contains(by)) {
            throw new UnsoundWindowException(
                    "dimension = " + by + ": expected " + String.join(", ", Subject.Spender.KINDS));
        }
        Instant end = window.getWindowEnd();
        Instant asOf = window.getAsOf();
        return new ReadSpend(
                new Subject.Spender(by, window.getTenant(), window.getSpender()),
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
