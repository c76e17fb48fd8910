package dev.weir.alerting;

import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.lifecycle.Evidence;
import dev.weir.alerting.rules.AlertRule;
import dev.weir.alerting.rules.Measure;
import dev.weir.alerting.rules.Observation;
import dev.weir.alerting.rules.QualityMeasure;
import dev.weir.alerting.rules.TrafficMeasure;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Tile;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.sketch.QuantileSketch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A window of either topic, as rules see it.
 *
 * @param stats traffic; absent in a quality window
 * @param quality judged quality; absent in a traffic window
 */
record ReadWindow(
        WindowSource source,
        SeriesKey series,
        Tile tile,
        Instant start,
        Instant end,
        int revision,
        @Nullable WindowStats stats,
        @Nullable WindowQuality quality) {

    private static final int MOST_EXEMPLARS = 5;

    /**
     * A traffic window.
     *
     * @throws UnsoundWindowException if its tile, bounds or sketches make no sense
     */
    static ReadWindow of(WindowStats window) {
        List.of(
                        window.getLatencyMicros(),
                        window.getTtftMicros(),
                        window.getTbtMicros(),
                        window.getInputTokensPerCall(),
                        window.getOutputTokensPerCall())
                .forEach(ReadWindow::requireSketch);
        return new ReadWindow(
                WindowSource.STATS,
                SeriesKey.of(
                        window.getTenant(),
                        window.getEnvironment(),
                        window.getRoute(),
                        window.getProvider(),
                        window.getModel(),
                        window.getVersion()),
                tile(window.getTile(), window.getWindowStart(), window.getWindowEnd()),
                window.getWindowStart(),
                window.getWindowEnd(),
                window.getRevision(),
                window,
                null);
    }

    /**
     * A quality window.
     *
     * @throws UnsoundWindowException if its tile or bounds make no sense
     */
    static ReadWindow of(WindowQuality window) {
        return new ReadWindow(
                WindowSource.QUALITY,
                SeriesKey.of(
                        window.getTenant(),
                        window.getEnvironment(),
                        window.getRoute(),
                        window.getProvider(),
                        window.getModel(),
                        window.getVersion()),
                tile(window.getTile(), window.getWindowStart(), window.getWindowEnd()),
                window.getWindowStart(),
                window.getWindowEnd(),
                window.getRevision(),
                null,
                window);
    }

    static Tile tile(String name, Instant start, Instant end) {
        Tile tile = Arrays.stream(Tile.values())
                .filter(candidate -> candidate.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnsoundWindowException("tile = " + name + ": expected minute, hour or day"));
        if (!Duration.between(start, end).equals(tile.length())) {
            throw new UnsoundWindowException(
                    "window of " + Duration.between(start, end) + ": expected " + tile.length());
        }
        return tile;
    }

    private static void requireSketch(ByteBuffer sketch) {
        byte[] bytes = new byte[sketch.remaining()];
        sketch.duplicate().get(bytes);
        try {
            QuantileSketch.fromBytes(bytes);
        } catch (IllegalArgumentException e) {
            throw new UnsoundWindowException(String.valueOf(e.getMessage()));
        }
    }

    Observation observe(Measure measure) {
        if (measure instanceof TrafficMeasure traffic && stats != null) {
            return traffic.read(stats);
        }
        if (measure instanceof QualityMeasure judged && quality != null) {
            return judged.read(quality);
        }
        return new Observation.Unknown(0);
    }

    Evidence evidence(AlertRule rule, Finding finding) {
        List<Evidence.Call> calls = stats == null
                ? List.of()
                : stats.getExemplars().stream()
                        .limit(MOST_EXEMPLARS)
                        .map(call -> new Evidence.Call(
                                call.getTraceId(), call.getSpanId(), call.getReason(), call.getValue()))
                        .toList();
        Map<String, String> provenance = Map.of();
        if (quality != null && rule.measure() instanceof QualityMeasure judged) {
            provenance =
                    judged.evaluator(quality).map(id -> Map.of("evaluator", id)).orElse(Map.of());
        }
        return new Evidence(start, end, finding, calls, provenance);
    }
}
