package dev.weir.schemas;

import dev.weir.schemas.avro.DimensionQuality;
import dev.weir.schemas.avro.EvaluatorQuality;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.WindowQuality;
import java.util.Comparator;
import java.util.Optional;

/**
 * Which evaluator speaks for a window where several judged the same dimension: people before LLM judges before rules, then
 * the one with the most judgements, then the first by id. Queries and alerts both ask here, so that the quality on a page is
 * the quality behind an alert.
 */
public final class EvaluatorTrust {

    private static final Comparator<Verdict> ORDER = Comparator.comparingInt(
                    (Verdict verdict) -> rank(verdict.evaluator().getEvaluatorType()))
            .thenComparing(Comparator.comparingLong(
                            (Verdict verdict) -> verdict.quality().getN())
                    .reversed())
            .thenComparing(verdict -> verdict.evaluator().getEvaluatorId());

    private EvaluatorTrust() {}

    /**
     * The estimate of one dimension by the evaluator that is trusted most.
     *
     * @param evaluator who judged
     * @param quality what it found; {@code n} is above 0
     */
    public record Verdict(EvaluatorQuality evaluator, DimensionQuality quality) {}

    /** The verdict to believe; empty when nobody judged the dimension. An evaluator with both scales speaks in its first. */
    public static Optional<Verdict> mostTrusted(WindowQuality window, String dimension) {
        return window.getEvaluators().stream()
                .flatMap(evaluator -> judged(evaluator, dimension).stream())
                .min(ORDER);
    }

    private static Optional<Verdict> judged(EvaluatorQuality evaluator, String dimension) {
        return evaluator.getDimensions().stream()
                .filter(candidate -> candidate.getDimension().equals(dimension) && candidate.getN() > 0)
                .map(quality -> new Verdict(evaluator, quality))
                .findFirst();
    }

    private static int rank(EvaluatorType type) {
        return switch (type) {
            case HUMAN -> 0;
            case LLM_JUDGE -> 1;
            case DETERMINISTIC -> 2;
            case UNKNOWN -> 3;
        };
    }
}
