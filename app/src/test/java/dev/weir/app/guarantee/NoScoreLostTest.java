package dev.weir.app.guarantee;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.schemas.View;
import dev.weir.schemas.avro.EvaluatorQuality;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.ObservedEvaluations;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.WindowQuality;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The guarantee notices a score that is lost, doubled or made up. */
class NoScoreLostTest {

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private final NoScoreLost guarantee = new NoScoreLost();

    private static JudgeTask task(String id) {
        JudgeTask task = new JudgeTask();
        task.setTaskId(id);
        task.setRoute("chat");
        return task;
    }

    private static Score score(String id, String task) {
        Score score = new Score();
        score.setScoreId(id);
        score.setTaskId(task);
        score.setRoute("chat");
        score.setEvaluatorId("rules");
        return score;
    }

    private static WindowQuality window(int revision, long judged, long failed) {
        WindowQuality window = new WindowQuality();
        window.setView(View.SERIES.wireName());
        window.setTenant("default");
        window.setEnvironment("");
        window.setRoute("chat");
        window.setProvider("");
        window.setModel("gpt-4o");
        window.setVersion("");
        window.setTile("day");
        window.setWindowStart(START);
        window.setRevision(revision);
        window.setEvaluators(List.of(new EvaluatorQuality(
                "rules", EvaluatorType.DETERMINISTIC, judged, judged, Map.of("TIMEOUT", failed), List.of())));
        window.setObserved(new ArrayList<>());
        return window;
    }

    private void askTwoAndScore(String... scores) {
        guarantee.asked(task("1"));
        guarantee.asked(task("2"));
        for (String score : scores) {
            guarantee.scored(score("score-" + score, score));
        }
    }

    @Test
    void everyTaskScored_andEveryScoreInItsWindow_holds_alsoWhereAScoreCameTwice() {
        askTwoAndScore("1", "2", "2");
        guarantee.published(window(0, 1, 0));
        guarantee.published(window(1, 1, 1));

        assertDoesNotThrow(() -> guarantee.require());
        assertDoesNotThrow(() -> guarantee.require("day"));
    }

    @Test
    void observedScores_countToo() {
        askTwoAndScore("1", "2");
        Score foreign = score("foreign", "");
        foreign.setEvaluatorId("people");
        guarantee.scored(foreign);
        WindowQuality window = window(0, 2, 0);
        assertEquals(List.of("chat by people: 0 scores in day windows: expected 1"), violationsWith(window));

        window.getObserved()
                .add(new ObservedEvaluations("people", EvaluatorType.HUMAN, "helpful", 1L, 0L, null, Map.of(), 0L, 0L));
        assertEquals(List.of(), violationsWith(window));
    }

    private List<String> violationsWith(WindowQuality window) {
        guarantee.published(window);
        return guarantee.violations("day");
    }

    @Test
    void taskWithoutAScore_isNoticed() {
        askTwoAndScore("1");
        assertEquals(List.of("task 2: no score: expected one at least"), guarantee.violations());
        assertThrows(AssertionError.class, () -> guarantee.require());
    }

    @Test
    void scoreOfNoTask_isNoticed() {
        askTwoAndScore("1", "2", "3");
        assertEquals(List.of("task 3: scored and never given"), guarantee.violations());
    }

    @Test
    void secondIdForOneAnswer_isNoticed() {
        askTwoAndScore("1", "2");
        guarantee.scored(score("another", "2"));
        assertEquals(List.of("2 by rules: score another and score score-2: expected one id"), guarantee.violations());
    }

    @Test
    void scoreThatIsInNoWindow_orTwice_isNoticed() {
        askTwoAndScore("1", "2");
        guarantee.published(window(0, 1, 0));
        assertEquals(List.of("chat by rules: 1 scores in day windows: expected 2"), guarantee.violations("day"));
        guarantee.published(window(1, 3, 0));
        assertEquals(List.of("chat by rules: 3 scores in day windows: expected 2"), guarantee.violations("day"));
        assertThrows(AssertionError.class, () -> guarantee.require("day"));
    }

    @Test
    void nothingAsked_provesNothing() {
        assertEquals(List.of("no task was given: expected one at least, or nothing is proved"), guarantee.violations());
        assertEquals(
                List.of("no score was published: expected one at least, or nothing is proved"),
                guarantee.violations("day"));
    }
}
