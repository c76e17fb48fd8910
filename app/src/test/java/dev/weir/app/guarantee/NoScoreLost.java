package dev.weir.app.guarantee;

import dev.weir.schemas.View;
import dev.weir.schemas.avro.EvaluatorQuality;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.ObservedEvaluations;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.WindowQuality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every task is answered, and every score is in its window once. A task has one score id for each evaluator, so a score that
 * is sent twice is harmless; of the scores of one id the last stands. Compares tasks with scores by task id, and scores with
 * the last revisions of published quality windows by route and evaluator. Thread-safe.
 */
public final class NoScoreLost {

    private final Map<String, JudgeTask> tasks = new TreeMap<>();
    private final Map<String, Score> scores = new TreeMap<>();
    private final Map<String, String> idByAnswer = new HashMap<>();
    private final List<String> secondIds = new ArrayList<>();
    private final Map<String, WindowQuality> newest = new HashMap<>();

    /** A task was given to the judges. */
    public synchronized void asked(JudgeTask task) {
        tasks.put(task.getTaskId(), task);
    }

    /** A score was published; to be told in the order of its partition. */
    public synchronized void scored(Score score) {
        scores.put(score.getScoreId(), score);
        if (!score.getTaskId().isEmpty()) {
            String answer = score.getTaskId() + " by " + score.getEvaluatorId();
            String before = idByAnswer.putIfAbsent(answer, score.getScoreId());
            if (before != null && !before.equals(score.getScoreId())) {
                secondIds.add(answer + ": score " + score.getScoreId() + " and score " + before + ": expected one id");
            }
        }
    }

    /** A quality window was published; to be told in the order of its partition. Windows of other views than the series are left
     * out. */
    public synchronized void published(WindowQuality window) {
        if (window.getView().equals(View.SERIES.wireName())) {
            newest.put(WindowName.of(window), window);
        }
    }

    /** What is broken between tasks and scores. */
    public synchronized List<String> violations() {
        List<String> violations = new ArrayList<>(secondIds);
        if (tasks.isEmpty()) {
            violations.add("no task was given: expected one at least, or nothing is proved");
        }
        Set<String> answered = new TreeSet<>();
        scores.values().forEach(score -> answered.add(score.getTaskId()));
        answered.remove("");
        tasks.keySet().stream()
                .filter(task -> !answered.contains(task))
                .forEach(task -> violations.add("task " + task + ": no score: expected one at least"));
        answered.stream()
                .filter(task -> !tasks.containsKey(task))
                .forEach(task -> violations.add("task " + task + ": scored and never given"));
        return violations;
    }

    /** What is broken between scores and the published quality windows of a tile, all of which have to be there. */
    public synchronized List<String> violations(String tile) {
        Map<String, Long> expected = new TreeMap<>();
        scores.values()
                .forEach(score -> expected.merge(score.getRoute() + " by " + score.getEvaluatorId(), 1L, Long::sum));
        Map<String, Long> found = new TreeMap<>();
        newest.values().stream()
                .filter(window -> window.getTile().equals(tile))
                .forEach(window -> count(window, found));
        List<String> violations = new ArrayList<>();
        if (scores.isEmpty()) {
            violations.add("no score was published: expected one at least, or nothing is proved");
        }
        Set<String> all = new TreeSet<>(expected.keySet());
        all.addAll(found.keySet());
        for (String one : all) {
            long wanted = expected.getOrDefault(one, 0L);
            long there = found.getOrDefault(one, 0L);
            if (wanted != there) {
                violations.add(one + ": " + there + " scores in " + tile + " windows: expected " + wanted);
            }
        }
        return violations;
    }

    private static void count(WindowQuality window, Map<String, Long> found) {
        for (EvaluatorQuality evaluator : window.getEvaluators()) {
            long failed = evaluator.getFailedCalls().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            found.merge(
                    window.getRoute() + " by " + evaluator.getEvaluatorId(),
                    evaluator.getJudgedCalls() + failed,
                    Long::sum);
        }
        for (ObservedEvaluations observed : window.getObserved()) {
            found.merge(
                    window.getRoute() + " by " + observed.getEvaluatorId(),
                    observed.getN() + observed.getFailed(),
                    Long::sum);
        }
    }

    /** Fails unless every task is answered. */
    public void require() {
        Violations.requireNone("no score lost", violations());
    }

    /** Fails unless every task is answered and the published windows of a tile hold every score once. */
    public void require(String tile) {
        List<String> violations = new ArrayList<>(violations());
        violations.addAll(violations(tile));
        Violations.requireNone("no score lost", violations);
    }
}
