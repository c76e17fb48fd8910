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
import org.junit.jupiter.api.Test;

class EvaluatorTrustTest {

    @Test
    void people_comeBeforeModelsBeforeRulesBeforeTheUnknown() {
        List<EvaluatorQuality> all = List.of(
                evaluator("a", EvaluatorType.UNKNOWN, 900),
                evaluator("b", EvaluatorType.DETERMINISTIC, 800),
                evaluator("c", EvaluatorType.LLM_JUDGE, 700),
                evaluator("d", EvaluatorType.HUMAN, 1));

        assertEquals(Optional.of("d"), trusted(all, "quality"));
        assertEquals(Optional.of("c"), trusted(all.subList(0, 3), "quality"));
        assertEquals(Optional.of("b"), trusted(all.subList(0, 2), "quality"));
        assertEquals(Optional.of("a"), trusted(all.subList(0, 1), "quality"));
    }

    @Test
    void equalTrust_goesByJudgementsThenById() {
        assertEquals(
                Optional.of("b"),
                trusted(
                        List.of(
                                evaluator("a", EvaluatorType.LLM_JUDGE, 19),
                                evaluator("b", EvaluatorType.LLM_JUDGE, 20)),
                        "quality"));
        assertEquals(
                Optional.of("a"),
                trusted(
                        List.of(
                                evaluator("b", EvaluatorType.LLM_JUDGE, 20),
                                evaluator("a", EvaluatorType.LLM_JUDGE, 20)),
                        "quality"));
    }

    @Test
    void evaluatorsWithoutJudgementsOfTheDimension_sayNothing() {
        List<EvaluatorQuality> all =
                List.of(evaluator("human", EvaluatorType.HUMAN, 0), evaluator("rules", EvaluatorType.DETERMINISTIC, 5));

        assertEquals(Optional.of("rules"), trusted(all, "quality"));
        assertEquals(Optional.empty(), trusted(all, "safety"));
        assertEquals(Optional.empty(), trusted(List.of(), "quality"));
    }

    private static Optional<String> trusted(List<EvaluatorQuality> evaluators, String dimension) {
        List<EvaluatorQuality> reversed = new ArrayList<>(evaluators);
        Collections.reverse(reversed);
        Optional<String> id = id(evaluators, dimension);
        assertEquals(id, id(reversed, dimension), "the order of the list matters");
        return id;
    }

    private static Optional<String> id(List<EvaluatorQuality> evaluators, String dimension) {
        return EvaluatorTrust.mostTrusted(window(evaluators), dimension)
                .map(verdict -> verdict.evaluator().getEvaluatorId());
    }

    private static WindowQuality window(List<EvaluatorQuality> evaluators) {
        WindowQuality window = new WindowQuality();
        window.setWindowStart(Instant.EPOCH);
        window.setEvaluators(evaluators);
        return window;
    }

    private static EvaluatorQuality evaluator(String id, EvaluatorType type, long n) {
        DimensionQuality quality =
                new DimensionQuality("quality", Scale.SCORE, n, n, n, 0L, 0L, 0L, 0L, null, null, null, null);
        return new EvaluatorQuality(id, type, n, n, Map.of(), List.of(quality));
    }
}
