package dev.weir.schemas;

import dev.weir.schemas.avro.DimensionQuality;
import dev.weir.schemas.avro.EvaluatorQuality;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.estimate.Estimate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which evaluator represents a window where several judged the same dimension. Of those whose judgements alone are sufficient,
 * it is the one that is trusted most: people before LLM judges before rules, then the one with the most judgements, then the
 * first by id. Where no one's are sufficient, it is the one with the largest effective sample size, and trust decides between
 * equals. Queries and alerts both ask here, so that the quality on a page is the quality behind an alert.
 */
public final class EvaluatorTrust {

    /**
     * Smallest effective sample size that is sufficient: as many judgements of equal weight as an alert on a mean needs. It
     * always comes with an interval.
     */
    public static final double SUFFICIENT_N_EFF = Estimate.MIN_N_TO_ALERT;

    private static final Comparator<Verdict> BY_TRUST = Comparator.comparingInt(
                    (Verdict verdict) -> rank(verdict.evaluator().getEvaluatorType()))
            .thenComparing(Comparator.comparingLong(
                            (Verdict verdict) -> verdict.quality().getN())
                    .reversed())
            .thenComparing(verdict -> verdict.evaluator().getEvaluatorId());

    private static final Comparator<Verdict> BY_SAMPLE =
            Comparator.comparingDouble(Verdict::nEff).reversed().thenComparing(BY_TRUST);

    private EvaluatorTrust() {}

    /**
     * The estimate of one dimension by the evaluator that represents a window.
     *
     * @param evaluator who judged
     * @param quality what it found; {@code n} is above 0
     */
    public record Verdict(EvaluatorQuality evaluator, DimensionQuality quality) {

        /** Effective sample size; 0 where the record does not say. */
        private double nEff() {
            Double published = quality.getNEff();
            return published == null ? 0 : published;
        }
    }

    /** The verdict to believe; empty when nobody judged the dimension. An evaluator with both scales is taken by its first. */
    public static Optional<Verdict> of(WindowQuality window, String dimension) {
        List<Verdict> all = window.getEvaluators().stream()
                .flatMap(evaluator -> judged(evaluator, dimension).stream())
                .toList();
        Optional<Verdict> sufficient = all.stream()
                .filter(verdict -> verdict.nEff() >= SUFFICIENT_N_EFF)
                .min(BY_TRUST);
        return sufficient.or(() -> all.stream().min(BY_SAMPLE));
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
