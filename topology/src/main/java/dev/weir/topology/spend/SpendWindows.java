package dev.weir.topology.spend;

import dev.weir.schemas.SpenderKey;
import dev.weir.schemas.avro.HeavySpender;
import dev.weir.schemas.avro.WindowSpend;
import dev.weir.topology.aggregate.LiveWindows.Published;
import dev.weir.topology.aggregate.WindowKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Spend windows as the contract has them. */
public final class SpendWindows {

    private static final int MOST_HEAVY = 20;

    private SpendWindows() {}

    /** The record of one publication. */
    public static WindowSpend toRecord(Published<SpendAggregate> window) {
        WindowKey key = window.key();
        SpenderKey spender = SpenderKey.parse(key.key());
        SpendAggregate spend = window.aggregate();
        return WindowSpend.newBuilder()
                .setTenant(spender.tenant())
                .setEnvironment(spender.environment())
                .setDimension(spender.kind().wireName())
                .setSpender(spender.name())
                .setTile(key.tile().wireName())
                .setWindowStart(Instant.ofEpochMilli(key.startMillis()))
                .setWindowEnd(Instant.ofEpochMilli(key.endMillis()))
                .setRevision(window.revision())
                .setCalls(spend.calls())
                .setUnpricedCalls(spend.unpricedCalls())
                .setCostNanoUsd(spend.costNanoUsd())
                .setInputTokens(spend.inputTokens())
                .setOutputTokens(spend.outputTokens())
                .setMaxInputTokens(boxed(spend.mostInputTokens()))
                .setAsOf(Instant.ofEpochMilli(window.asOf()))
                .setHeaviest(heaviest(spend.heaviest()))
                .setHeaviestErrorNanoUsd(
                        spend.heaviest() == null ? 0 : spend.heaviest().error())
                .build();
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
    }

    private static List<HeavySpender> heaviest(@Nullable HeavyHitters heaviest) {
        return heaviest == null
                ? List.of()
                : heaviest.sums().entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                        .limit(MOST_HEAVY)
                        .map(entry -> new HeavySpender(entry.getKey(), entry.getValue()))
                        .toList();
    }
}
