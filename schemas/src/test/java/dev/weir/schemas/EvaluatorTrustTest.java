package dev.weir.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.schemas.avro.DimensionQuality;
import dev.weir.schemas.avro.EvaluatorQuality;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.avro.WindowQuality;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvaluatorTrustTest {

    @Test
    void sufficientPeople_comeBeforeModelsBeforeRulesBeforeTheUnknown() {
        List<EvaluatorQuality> all = List.of(
                evaluator("a", EvaluatorType.UNKNOWN, 900),
                evaluator("b", EvaluatorType.DETERMINISTIC, 800),
                evaluator("c", EvaluatorType.LLM_JUDGE, 700),
                evaluator("d", EvaluatorType.HUMAN, 20));

        assertEquals(Optional.of("d"), speaker(all, "quality"));
        assertEquals(Optional.of("c"), speaker(all.subList(0, 3), "quality"));
        assertEquals(Optional.of("b"), speaker(all.subList(0, 2), "quality"));
        assertEquals(Optional.of("a"), speaker(all.subList(0, 1), "quality"));
    }

    @Test
    void fewLabelsOfPeople_doNotSpeakForAWindowThatAJudgeHasScored() {
        for (long labels = 1; labels < 20; labels++) {
            assertEquals(
                    Optional.of("judge"),
                    speaker(
                            List.of(
                                    evaluator("person", EvaluatorType.HUMAN, labels),
                                    evaluator("judge", EvaluatorType.LLM_JUDGE, 20),
                                    evaluator("rules", EvaluatorType.DETERMINISTIC, 500)),
                            "quality"));
        }
    }

    @Test
    void manyJudgementsOfUnequalWeight_areNotSufficient() {
        assertEquals(
                Optional.of("judge"),
                speaker(
                        List.of(
                                evaluator("person", EvaluatorType.HUMAN, 400, 19.9),
                                evaluator("judge", EvaluatorType.LLM_JUDGE, 20, 20.0)),
                        "quality"));
    }

    @Test
    void whereNoOnesAreSufficient_theLargestEffectiveSampleSpeaks_andTrustDecidesBetweenEquals() {
        assertEquals(
                Optional.of("judge"),
                speaker(
                        List.of(
                                evaluator("person", EvaluatorType.HUMAN, 3),
                                evaluator("judge", EvaluatorType.LLM_JUDGE, 8),
                                evaluator("rules", EvaluatorType.DETERMINISTIC, 19, 2.5)),
                        "quality"));
        assertEquals(
                Optional.of("person"),
                speaker(
                        List.of(
                                evaluator("judge", EvaluatorType.LLM_JUDGE, 8),
                                evaluator("person", EvaluatorType.HUMAN, 8)),
                        "quality"));
    }

    @Test
    void equalTrust_goesByJudgementsThenById() {
        assertEquals(
                Optional.of("b"),
                speaker(
                        List.of(
                                evaluator("a", EvaluatorType.LLM_JUDGE, 29),
                                evaluator("b", EvaluatorType.LLM_JUDGE, 30)),
                        "quality"));
        assertEquals(
                Optional.of("a"),
                speaker(
                        List.of(
                                evaluator("b", EvaluatorType.LLM_JUDGE, 30),
                                evaluator("a", EvaluatorType.LLM_JUDGE, 30)),
                        "quality"));
    }

    @Test
    void evaluatorsWithoutJudgementsOfTheDimension_sayNothing() {
        List<EvaluatorQuality> all =
                List.of(evaluator("human", EvaluatorType.HUMAN, 0), evaluator("rules", EvaluatorType.DETERMINISTIC, 5));

        assertEquals(Optional.of("rules"), speaker(all, "quality"));
        assertEquals(Optional.empty(), speaker(all, "safety"));
        assertEquals(Optional.empty(), speaker(List.of(), "quality"));
    }

    private static Optional<String> speaker(List<EvaluatorQuality> evaluators, String dimension) {
        List<EvaluatorQuality> reversed = new ArrayList<>(evaluators);
        Collections.reverse(reversed);
        Optional<String> id = id(evaluators, dimension);
        assertEquals(id, id(reversed, dimension), "the order of the list matters");
        return id;
    }

    private static Optional<String> id(List<EvaluatorQuality> evaluators, String dimension) {
        return EvaluatorTrust.of(window(evaluators), dimension)
                .map(verdict -> verdict.evaluator().getEvaluatorId());
    }

    private static WindowQuality window(List<EvaluatorQuality> evaluators) {
        WindowQuality window = new WindowQuality();
        window.setWindowStart(Instant.EPOCH);
        window.setEvaluators(evaluators);
        return window;
    }

    private static EvaluatorQuality evaluator(String id, EvaluatorType type, long n) {
        return evaluator(id, type, n, n == 0 ? null : (double) n);
    }

    private static EvaluatorQuality evaluator(String id, EvaluatorType type, long n, @Nullable Double nEff) {
        DimensionQuality quality =
                new DimensionQuality("quality", Scale.SCORE, n, n, n, 0L, 0L, 0L, 0L, null, null, null, nEff);
        return new EvaluatorQuality(id, type, n, n, Map.of(), List.of(quality));
    }
}
