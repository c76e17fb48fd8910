package dev.weir.topology.evaluation;

import dev.weir.schemas.ScoreIds;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.TextLimit;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.Judgement;
import dev.weir.schemas.avro.Observation;
import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import dev.weir.schemas.estimate.WeightedSums;
import dev.weir.topology.otlp.Evaluation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores of evaluations. One has a weight only where it can be part of a weighted estimate: its inclusion probability is
 * known and one over a whole number, and its value is 0 or 1, which is a rate on any scale of two ends. Everything else
 * carries the result in the terms of the evaluator, and weight 0.
 */
final class Observations {

    /** Evaluator that gives no name. */
    static final String UNKNOWN = "unknown";

    /** Values beyond are none that a mean could be made of. */
    static final double LARGEST = 1e9;

    private static final double WHOLE = 1e-9;

    private Observations() {}

    /** The score of an evaluation; absent where it says nothing that can be used. */
    static @Nullable Score of(Evaluation said, CallReference call) {
        Double value = usable(said.value());
        if (value == null && said.label() == null && said.error() == null) {
            return null;
        }
        String evaluator = name(said.evaluatorId(), UNKNOWN);
        String version = name(said.evaluatorVersion(), "");
        String dimension = name(said.dimension(), UNKNOWN);
        boolean failed = said.error() != null;
        long weight = failed ? 0 : weight(value, said.inclusionProbability());
        SeriesKey series = SeriesKey.parse(call.series());
        return Score.newBuilder()
                .setScoreId(ScoreIds.ofObservation(call.traceId(), call.spanId(), evaluator, version, dimension))
                .setTaskId("")
                .setTraceId(call.traceId())
                .setSpanId(call.spanId())
                .setEvaluatorId(evaluator)
                .setEvaluatorVersion(version)
                .setEvaluatorType(said.evaluatorType() == null ? EvaluatorType.UNKNOWN : said.evaluatorType())
                .setRubricVersion("")
                .setTenant(series.tenant())
                .setEnvironment(series.environment())
                .setRoute(series.route())
                .setProvider(series.provider())
                .setModel(series.model())
                .setVersion(series.version())
                .setEventTime(Instant.EPOCH.plus(call.eventMicros(), ChronoUnit.MICROS))
                .setWeight(weight)
                .setStratum("")
                .setStatus(failed ? ScoreStatus.JUDGE_ERROR : ScoreStatus.JUDGED)
                .setJudgements(judgements(weight, dimension, value))
                .setJudgedAt(said.time())
                .setError(failed ? name(said.error(), UNKNOWN) : null)
                .setRationale(said.explanation())
                .setObservation(new Observation(dimension, value, label(said.label())))
                .build();
    }

    private static List<Judgement> judgements(long weight, String dimension, @Nullable Double value) {
        return weight == 0 || value == null
                ? List.of()
                : List.of(new Judgement(dimension, Scale.RATE, value == 0 ? 0 : 10));
    }

    private static @Nullable Double usable(@Nullable Double value) {
        return value == null || !Double.isFinite(value) || Math.abs(value) > LARGEST ? null : value;
    }

    /** One over the probability; 0 where that is not a whole number, or the value cannot be put on a scale of ours. */
    static long weight(@Nullable Double value, @Nullable Double probability) {
        if (value == null || probability == null || (value != 0 && value != 1)) {
            return 0;
        }
        double weight = 1 / probability;
        long whole = Math.round(weight);
        return whole >= 1 && whole <= WeightedSums.MAX_WEIGHT && Math.abs(weight - whole) <= WHOLE ? whole : 0;
    }

    private static @Nullable String label(@Nullable String label) {
        return label == null ? null : TextLimit.NAME.of(label);
    }

    private static String name(@Nullable String given, String otherwise) {
        return given == null || given.isBlank() ? otherwise : TextLimit.NAME.of(given.strip());
    }
}
