package dev.weir.topology.spend;

import dev.weir.schemas.avro.WindowSpend;
import dev.weir.topology.aggregate.LiveWindows.Published;
import dev.weir.topology.aggregate.WindowKey;
import java.time.Instant;

/** Spend windows as the contract has them. */
public final class SpendWindows {

    private SpendWindows() {}

    /** The record of one publication. */
    public static WindowSpend toRecord(Published<SpendAggregate> window) {
        WindowKey key = window.key();
        SpenderKey spender = SpenderKey.parse(key.key());
        SpendAggregate spend = window.aggregate();
        return WindowSpend.newBuilder()
                .setTenant(spender.tenant())
                .setDimension(spender.kind().wireName())
                .setSpender(spender.spender())
                .setTile(key.tile().wireName())
                .setWindowStart(Instant.ofEpochMilli(key.startMillis()))
                .setWindowEnd(Instant.ofEpochMilli(key.endMillis()))
                .setRevision(window.revision())
                .setCalls(spend.calls())
                .setUnpricedCalls(spend.unpricedCalls())
                .setCostNanoUsd(spend.costNanoUsd())
                .setInputTokens(spend.inputTokens())
                .setOutputTokens(spend.outputTokens())
                .build();
    }
}
