package dev.weir.topology.traffic;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.avro.Exemplar;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.topology.aggregate.LiveWindows.Published;
import dev.weir.topology.aggregate.WindowKey;
import dev.weir.topology.traffic.TrafficAggregate.Count;
import dev.weir.topology.traffic.TrafficAggregate.Length;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Series windows as the contract has them. */
public final class SeriesWindows {

    /** Tile of a record that several windows were merged to. */
    public static final String MERGED = "merged";

    private SeriesWindows() {}

    /** The record of one publication. */
    public static WindowStats toRecord(Published<TrafficAggregate> window) {
        WindowKey key = window.key();
        return toRecord(
                SeriesKey.parse(key.key()),
                key.tile().wireName(),
                key.startMillis(),
                key.endMillis(),
                window.revision(),
                window.aggregate());
    }

    /**
     * A record of any range of time: what several windows merge to.
     *
     * @param tile name of the tile, or {@link #MERGED}
     */
    public static WindowStats toRecord(
            SeriesKey series, String tile, long startMillis, long endMillis, int revision, TrafficAggregate traffic) {
        return WindowStats.newBuilder()
                .setTenant(series.tenant())
                .setEnvironment(series.environment())
                .setRoute(series.route())
                .setProvider(series.provider())
                .setModel(series.model())
                .setVersion(series.version())
                .setView(series.view().wireName())
                .setTile(tile)
                .setWindowStart(Instant.ofEpochMilli(startMillis))
                .setWindowEnd(Instant.ofEpochMilli(endMillis))
                .setRevision(revision)
                .setCalls(traffic.count(Count.CALLS))
                .setHardErrors(traffic.count(Count.HARD_ERRORS))
                .setSoftErrors(traffic.count(Count.SOFT_ERRORS))
                .setRefusals(traffic.refusals())
                .setInputTokens(traffic.count(Count.INPUT_TOKENS))
                .setOutputTokens(traffic.count(Count.OUTPUT_TOKENS))
                .setCachedInputTokens(traffic.count(Count.CACHED_INPUT_TOKENS))
                .setCacheWriteInputTokens(traffic.count(Count.CACHE_WRITE_INPUT_TOKENS))
                .setReasoningOutputTokens(traffic.count(Count.REASONING_OUTPUT_TOKENS))
                .setUnmeasuredCalls(traffic.count(Count.UNMEASURED_CALLS))
                .setCostNanoUsd(traffic.count(Count.COST_NANO_USD))
                .setUnpricedCalls(traffic.count(Count.UNPRICED_CALLS))
                .setReportedCostNanoUsd(traffic.count(Count.REPORTED_COST_NANO_USD))
                .setReportedCostCalls(traffic.count(Count.REPORTED_COST_CALLS))
                .setLatencyMicros(bytes(traffic, Length.LATENCY_MICROS))
                .setTtftMicros(bytes(traffic, Length.TTFT_MICROS))
                .setTbtMicros(bytes(traffic, Length.TBT_MICROS))
                .setInputTokensPerCall(bytes(traffic, Length.INPUT_TOKENS))
                .setOutputTokensPerCall(bytes(traffic, Length.OUTPUT_TOKENS))
                .setSlowerThan(traffic.slowerThan())
                .setFinishReasons(traffic.finishReasons())
                .setSafetyHits(traffic.safetyHits())
                .setSampledCalls(traffic.count(Count.SAMPLED_CALLS))
                .setSampledWeight(traffic.count(Count.SAMPLED_WEIGHT))
                .setSampledWeightVariance(traffic.count(Count.SAMPLED_WEIGHT_VARIANCE))
                .setEligibleCalls(traffic.count(Count.ELIGIBLE_CALLS))
                .setExemplars(exemplars(traffic))
                .build();
    }

    private static ByteBuffer bytes(TrafficAggregate traffic, Length length) {
        return ByteBuffer.wrap(traffic.sketch(length).toBytes());
    }

    private static List<Exemplar> exemplars(TrafficAggregate traffic) {
        List<Exemplar> exemplars = new ArrayList<>();
        traffic.exemplars()
                .forEach((reason, call) ->
                        exemplars.add(new Exemplar(call.traceId(), call.spanId(), reason, call.latencyMicros())));
        return exemplars;
    }
}
