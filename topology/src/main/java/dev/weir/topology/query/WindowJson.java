package dev.weir.topology.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.EvaluatorTrust;
import dev.weir.schemas.avro.DimensionQuality;
import dev.weir.schemas.avro.EvaluatorQuality;
import dev.weir.schemas.avro.ObservedEvaluations;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.sketch.QuantileSketch;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A window as people and programs read it: one JSON object, the same on the command line and over HTTP. What is unknown
 * is absent.
 */
public final class WindowJson {

    /** Dimension that stands for an evaluator's overall verdict. */
    public static final String HEADLINE = "quality";

    private static final double MICROS_PER_MILLI = 1_000.0;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private WindowJson() {}

    /** The object of a window and, where there is one, its quality. */
    public static ObjectNode of(WindowStats window, @Nullable WindowQuality quality) {
        ObjectNode json = JSON.objectNode()
                .put("type", "window")
                .put("tenant", window.getTenant())
                .put("environment", window.getEnvironment())
                .put("route", window.getRoute())
                .put("provider", window.getProvider())
                .put("model", window.getModel())
                .put("version", window.getVersion())
                .put("start", window.getWindowStart().toString())
                .put("end", window.getWindowEnd().toString())
                .put("revision", window.getRevision())
                .put("calls", window.getCalls())
                .put("errors", window.getHardErrors() + window.getSoftErrors())
                .put("hard_errors", window.getHardErrors())
                .put("soft_errors", window.getSoftErrors())
                .put("refusals", sum(window.getRefusals()))
                .put("input_tokens", window.getInputTokens())
                .put("output_tokens", window.getOutputTokens())
                .put("cached_input_tokens", window.getCachedInputTokens())
                .put("cache_write_input_tokens", window.getCacheWriteInputTokens())
                .put("reasoning_output_tokens", window.getReasoningOutputTokens())
                .put("unmeasured_calls", window.getUnmeasuredCalls())
                .put("cost_usd", usd(window.getCostNanoUsd()))
                .put("unpriced_calls", window.getUnpricedCalls());
        json.set("latency_ms", quantiles(window.getLatencyMicros(), MICROS_PER_MILLI));
        json.set("ttft_ms", quantiles(window.getTtftMicros(), MICROS_PER_MILLI));
        json.set("tbt_ms", quantiles(window.getTbtMicros(), MICROS_PER_MILLI));
        json.set("input_tokens_per_call", quantiles(window.getInputTokensPerCall(), 1));
        json.set("output_tokens_per_call", quantiles(window.getOutputTokensPerCall(), 1));
        json.set("refusals_by_source", counts(window.getRefusals()));
        json.set("finish_reasons", counts(window.getFinishReasons()));
        json.set("slower_than", counts(window.getSlowerThan()));
        headline(quality).ifPresent(estimate -> json.set("quality", estimate));
        return json;
    }

    /** Everything that was judged of a window, by evaluator and dimension. */
    public static ObjectNode quality(WindowQuality quality) {
        ObjectNode json = JSON.objectNode()
                .put("type", "quality")
                .put("tenant", quality.getTenant())
                .put("environment", quality.getEnvironment())
                .put("route", quality.getRoute())
                .put("provider", quality.getProvider())
                .put("model", quality.getModel())
                .put("version", quality.getVersion())
                .put("start", quality.getWindowStart().toString())
                .put("end", quality.getWindowEnd().toString())
                .put("revision", quality.getRevision())
                .put("sampled_calls", quality.getSampledCalls())
                .put("sampled_weight", quality.getSampledWeight());
        ObjectNode evaluators = json.putObject("evaluators");
        for (EvaluatorQuality evaluator : quality.getEvaluators()) {
            ObjectNode one = evaluators
                    .putObject(evaluator.getEvaluatorId())
                    .put("type", evaluator.getEvaluatorType().name())
                    .put("judged_calls", evaluator.getJudgedCalls())
                    .put("judged_weight", evaluator.getJudgedWeight());
            one.set("failed_calls", counts(evaluator.getFailedCalls()));
            ObjectNode dimensions = one.putObject("dimensions");
            for (DimensionQuality d : evaluator.getDimensions()) {
                String name = d.getDimension();
                dimensions.set(dimensions.has(name) ? name + " (" + d.getScale() + ")" : name, estimate(d));
            }
        }
        observed(json, quality);
        return json;
    }

    /** What others said of calls that they chose themselves: apart, and named for what it is not. */
    private static void observed(ObjectNode json, WindowQuality quality) {
        if (quality.getObserved().isEmpty()) {
            return;
        }
        ArrayNode list = json.putArray("observed");
        for (ObservedEvaluations said : quality.getObserved()) {
            ObjectNode one = list.addObject()
                    .put("evaluator", said.getEvaluatorId())
                    .put("type", said.getEvaluatorType().name())
                    .put("dimension", said.getDimension())
                    .put("weighted", false)
                    .put("n", said.getN())
                    .put("n_values", said.getNValues());
            putIfKnown(one, "unweighted_mean", said.getUnweightedMean());
            one.set("labels", counts(said.getLabels()));
            one.put("other_labels", said.getOtherLabels()).put("failed", said.getFailed());
        }
    }

    private static Optional<ObjectNode> headline(@Nullable WindowQuality quality) {
        if (quality == null) {
            return Optional.empty();
        }
        return EvaluatorTrust.mostTrusted(quality, HEADLINE)
                .map(verdict -> estimate(verdict.quality())
                        .put("evaluator", verdict.evaluator().getEvaluatorId()));
    }

    private static ObjectNode estimate(DimensionQuality dimension) {
        ObjectNode json = JSON.objectNode();
        putIfKnown(json, "mean", dimension.getMean());
        putIfKnown(json, "ci_low", dimension.getCiLow());
        putIfKnown(json, "ci_high", dimension.getCiHigh());
        json.put("n", dimension.getN());
        putIfKnown(json, "n_eff", dimension.getNEff());
        return json;
    }

    private static void putIfKnown(ObjectNode json, String name, @Nullable Double value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static ObjectNode quantiles(ByteBuffer bytes, double unit) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        QuantileSketch sketch = QuantileSketch.fromBytes(copy);
        ObjectNode json = JSON.objectNode();
        sketch.quantile(0.50).ifPresent(value -> json.put("p50", value / unit));
        sketch.quantile(0.95).ifPresent(value -> json.put("p95", value / unit));
        sketch.quantile(0.99).ifPresent(value -> json.put("p99", value / unit));
        return json.put("n", sketch.count());
    }

    private static ObjectNode counts(Map<String, Long> counts) {
        ObjectNode json = JSON.objectNode();
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> json.put(entry.getKey(), entry.getValue()));
        return json;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Nano-dollars as dollars, exact. */
    static BigDecimal usd(long nanoUsd) {
        return BigDecimal.valueOf(nanoUsd, 9).stripTrailingZeros();
    }
}
