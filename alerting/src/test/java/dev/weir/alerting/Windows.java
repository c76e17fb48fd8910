package dev.weir.alerting;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.avro.DimensionQuality;
import dev.weir.schemas.avro.EvaluatorQuality;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.Exemplar;
import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.sketch.QuantileSketch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Windows for tests: minutes since {@link #ZERO} of one series. */
public final class Windows {

    public static final Instant ZERO = Instant.parse("2024-05-01T00:00:00Z");
    private static final ByteBuffer NONE = ByteBuffer.wrap(new byte[0]);

    private Windows() {}

    public static Instant minute(int minute) {
        return ZERO.plus(Duration.ofMinutes(minute));
    }

    /** 100 calls, of which some fail. */
    public static WindowStats errors(int minute, int revision, long failed) {
        return stats(minute, revision).setHardErrors(failed).build();
    }

    /** A hundred calls, some of which take 9 seconds and the others one; counted exactly above 5 seconds. */
    public static WindowStats slow(int minute, long slow) {
        QuantileSketch sketch = new QuantileSketch();
        for (int i = 0; i < 100; i++) {
            sketch.add(i < slow ? 9_000_000 : 1_000_000);
        }
        return stats(minute, 0)
                .setLatencyMicros(ByteBuffer.wrap(sketch.toBytes()))
                .setSlowerThan(Map.of("latency_ms>5000", slow))
                .build();
    }

    public static WindowStats.Builder stats(int minute, int revision) {
        return WindowStats.newBuilder()
                .setTenant("default")
                .setRoute("chat")
                .setModel("gpt-4o")
                .setVersion("")
                .setTile("minute")
                .setWindowStart(minute(minute))
                .setWindowEnd(minute(minute + 1))
                .setRevision(revision)
                .setCalls(100)
                .setHardErrors(0)
                .setSoftErrors(0)
                .setRefusals(Map.of())
                .setInputTokens(0)
                .setOutputTokens(0)
                .setCachedInputTokens(0)
                .setCacheWriteInputTokens(0)
                .setReasoningOutputTokens(0)
                .setUnmeasuredCalls(0)
                .setCostNanoUsd(100_000_000)
                .setUnpricedCalls(0)
                .setReportedCostNanoUsd(0)
                .setReportedCostCalls(0)
                .setLatencyMicros(NONE)
                .setTtftMicros(NONE)
                .setTbtMicros(NONE)
                .setInputTokensPerCall(NONE)
                .setOutputTokensPerCall(NONE)
                .setSlowerThan(Map.of())
                .setFinishReasons(Map.of())
                .setSafetyHits(Map.of())
                .setSampledCalls(0)
                .setSampledWeight(0)
                .setSampledWeightVariance(0)
                .setEligibleCalls(100)
                .setExemplars(List.of(new Exemplar("trace-1", "span-1", "error", 1_000L)));
    }

    /** The same window of another key, in whatever view. */
    public static WindowStats of(SeriesKey key, WindowStats.Builder window) {
        return window.setTenant(key.tenant())
                .setEnvironment(key.environment())
                .setRoute(key.route())
                .setProvider(key.provider())
                .setModel(key.model())
                .setVersion(key.version())
                .setView(key.view().wireName())
                .build();
    }

    /** The same window of another key, in whatever view. */
    public static WindowQuality of(SeriesKey key, WindowQuality window) {
        return WindowQuality.newBuilder(window)
                .setTenant(key.tenant())
                .setEnvironment(key.environment())
                .setRoute(key.route())
                .setProvider(key.provider())
                .setModel(key.model())
                .setVersion(key.version())
                .setView(key.view().wireName())
                .build();
    }

    /** Judged quality: a mean with a 95 % interval of plus or minus 2.09 standard errors of 0.1 at 20 judgements. */
    public static WindowQuality quality(int minute, int revision, double mean) {
        DimensionQuality quality = DimensionQuality.newBuilder()
                .setDimension("quality")
                .setScale(Scale.SCORE)
                .setN(20)
                .setSumW(20)
                .setSumWw(20)
                .setSumWd(0)
                .setSumWdd(0)
                .setSumWwd(0)
                .setSumWwdd(0)
                .setMean(mean)
                .setCiLow(mean - 0.2093)
                .setCiHigh(mean + 0.2093)
                .setNEff(20.0)
                .build();
        EvaluatorQuality evaluator = EvaluatorQuality.newBuilder()
                .setEvaluatorId("llm-judge")
                .setEvaluatorType(EvaluatorType.LLM_JUDGE)
                .setJudgedCalls(20)
                .setJudgedWeight(20)
                .setFailedCalls(Map.of())
                .setDimensions(List.of(quality))
                .build();
        return WindowQuality.newBuilder()
                .setTenant("default")
                .setRoute("chat")
                .setModel("gpt-4o")
                .setVersion("")
                .setTile("minute")
                .setWindowStart(minute(minute))
                .setWindowEnd(minute(minute + 1))
                .setRevision(revision)
                .setSampledCalls(20)
                .setSampledWeight(20)
                .setEvaluators(List.of(evaluator))
                .build();
    }
}
