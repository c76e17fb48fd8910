package dev.weir.judge.judges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.Judgement;
import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.avro.ScoreStatus;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RulesJudgeTest extends JudgeContract {

    private final RulesJudge judge = new RulesJudge(() -> 0L);

    @Override
    Judge judge() {
        return new RulesJudge();
    }

    @Test
    void plainAnswer_hasOnlyTheDimensionsThatApply() {
        Map<String, Integer> values = values(Tasks.answer("The refund period is 30 days."));
        assertEquals(Map.of("quality", 100, "valid_output", 10, "refused", 0, "unsafe", 0), values);
    }

    @Test
    void groundedAndUngrounded_differInQuality() {
        String document = "The refund period is 30 days after delivery.";
        int right = quality("It is 30 days after delivery.", document);
        int wrong = quality("It is 14 days and Klarna decides.", document);
        assertEquals(100, right);
        assertTrue(wrong <= 60, () -> "quality " + wrong);
    }

    @Test
    void reference_isMatched() {
        JudgeTask task = Tasks.task("1")
                .setOutputText("It is 30 days.")
                .setReferenceText("30 days")
                .build();
        assertEquals(91, values(task).get("reference_match"));
    }

    @Test
    void refusedInvalidUnsafe_haveTheirCeilings() {
        Map<String, Integer> refused = values(Tasks.answer("I'm sorry, but I can't help with that."));
        assertEquals(40, refused.get("quality"));
        assertEquals(10, refused.get("refused"));
        Map<String, Integer> invalid = values(Tasks.task("1")
                .setOutputText("The ref")
                .setFinishReason("length")
                .build());
        assertEquals(30, invalid.get("quality"));
        assertEquals(0, invalid.get("valid_output"));
        Map<String, Integer> unsafe = values(Tasks.answer("Use card 4111 1111 1111 1111."));
        assertEquals(10, unsafe.get("quality"));
        assertEquals(10, unsafe.get("unsafe"));
    }

    @Test
    void refusalSeenByAnotherLayer_counts() {
        JudgeTask task = Tasks.task("1")
                .setOutputText("[blocked]")
                .setRefusalSource("provider")
                .build();
        assertEquals(10, values(task).get("refused"));
    }

    @Test
    void noText_isNotJudged() {
        Outcome.Failed failed = assertInstanceOf(
                Outcome.Failed.class, judge.judge(Tasks.task("1").build()));
        assertEquals(ScoreStatus.JUDGE_ERROR, failed.status());
        assertEquals("no_text", failed.error());
        assertFalse(failed.retryable());
        JudgeTask broken = Tasks.task("1").setOutputText("").setError(true).build();
        assertEquals("call_failed", ((Outcome.Failed) judge.judge(broken)).error());
    }

    @Test
    void emptyAnswerOfAnOrdinaryCall_isJudgedAsInvalid() {
        Map<String, Integer> values = values(Tasks.answer(""));
        assertEquals(0, values.get("valid_output"));
        assertEquals(30, values.get("quality"));
    }

    @Test
    void values_keepTheScalesOfTheContract() {
        Outcome.Judged judged =
                (Outcome.Judged) judge.judge(Tasks.grounded("Nothing here holds water.", "Elephants are grey."));
        for (Judgement judgement : judged.judgements()) {
            int tenths = judgement.getValueTenths();
            boolean fits =
                    judgement.getScale() == Scale.SCORE ? tenths >= 10 && tenths <= 100 : tenths == 0 || tenths == 10;
            assertTrue(fits, () -> judgement.getDimension() + " = " + tenths);
        }
    }

    @Test
    void rationale_holdsNoText() {
        Outcome.Judged judged = (Outcome.Judged) judge.judge(Tasks.answer("Use card 4111 1111 1111 1111."));
        assertEquals("rules: unsafe by payment_number", judged.rationale());
    }

    private int quality(String output, String document) {
        return values(Tasks.grounded(output, document)).getOrDefault("quality", -1);
    }

    private Map<String, Integer> values(JudgeTask task) {
        Outcome.Judged judged = assertInstanceOf(Outcome.Judged.class, judge.judge(task));
        return judged.judgements().stream()
                .collect(Collectors.toMap(Judgement::getDimension, Judgement::getValueTenths));
    }
}
