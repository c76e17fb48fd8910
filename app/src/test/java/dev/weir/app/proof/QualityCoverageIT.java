package dev.weir.app.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.guarantee.NoScoreLost;
import dev.weir.app.run.StreamsRun;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.DimensionQuality;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.Judgement;
import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.registry.EmbeddedRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Twenty routes through the whole pipeline on a broker. One call of twenty is judged, but every second failed one, and
 * failed calls are worse, so what was judged is worse than what was served. The published interval has to cover the true
 * mean all the same.
 *
 * <p>If each of 20 intervals covers with probability 0.95, 15 or fewer do with probability 0.0026; so fewer than 16 says
 * that they do not. The plain interval of the unweighted mean is shown to cover at most 4: at 0.95 each, that has
 * probability below 1e-17. Everything is seeded, so a run that passes once passes always.
 */
class QualityCoverageIT {

    private static final int ROUTES = 20;
    private static final int CALLS_A_ROUTE = 1_500;
    private static final int FAILED_PERCENT = 12;
    private static final int LEAST_COVERED = 16;
    private static final int MOST_COVERED_UNWEIGHTED = 4;
    private static final long SEED = 7L;
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(200);

    /** True score of every call, in tenths. */
    private final Map<String, Integer> truth = new HashMap<>();

    private final NoScoreLost noScoreLost = new NoScoreLost();

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void publishedInterval_coversTheTrueMeanWhereTheUnweightedOneDoesNot() throws Exception {
        try (Rig rig = new Rig(Rig.Setting.RECORDED_UNEQUAL)) {
            sendCalls(rig);
            Map<String, List<Integer>> judged = new TreeMap<>();
            Map<String, WindowQuality> days = new TreeMap<>();
            try (StreamsRun run = rig.startHere("state", new EmbeddedRegistry())) {
                rig.wire.awaitCommitted(Topics.TRACES, rig.wire.written(Topics.TRACES), PATIENCE);
                for (JudgeTask task : rig.wire.read(Topics.JUDGE_TASKS, JudgeTask.class)) {
                    judged.computeIfAbsent(task.getRoute(), route -> new ArrayList<>())
                            .add(truth.getOrDefault(task.getTraceId(), 0));
                    Score score = score(task);
                    noScoreLost.asked(task);
                    noScoreLost.scored(score);
                    rig.wire.sendAt(
                            Topics.SCORES,
                            task.getTaskId(),
                            score,
                            task.getEventTime().toEpochMilli());
                }
                rig.wire.flush();
                rig.wire.await(
                        () -> isComplete(days, rig), PATIENCE, () -> String.join("\n", noScoreLost.violations("day")));
                assertTrue(run.isHealthy());
            }
            noScoreLost.require("day");
            assertCoverage(judged, days);
            assertEquals(0, rig.wire.written(Topics.DEAD_LETTERS));
        }
    }

    private void sendCalls(Rig rig) {
        Random random = new Random(SEED);
        for (int i = 0; i < CALLS_A_ROUTE * ROUTES; i++) {
            boolean failed = random.nextInt(100) < FAILED_PERCENT;
            double score = (failed ? 35 : 78) + random.nextGaussian() * 12;
            String id = "q" + SEED + "-" + i;
            truth.put(id, (int) Math.round(Math.min(100, Math.max(10, score))));
            Instant end = START.plusMillis(i * 100L);
            TraceEvent.Builder event = TraceEvent.newBuilder()
                    .setTraceId(id)
                    .setSpanId("s")
                    .setRoute("route-" + i % ROUTES)
                    .setRequestModel("basalt-small")
                    .setStartTime(end)
                    .setInputTokens(10L)
                    .setOutputTokens(10L);
            if (failed) {
                event.setHttpStatus(500);
            }
            rig.wire.sendAt(Topics.TRACES, id, event.build(), end.toEpochMilli());
        }
        rig.wire.endCalls(START.plusSeconds(3_600).toEpochMilli());
        rig.wire.flush();
    }

    private Score score(JudgeTask task) {
        return Score.newBuilder()
                .setScoreId("score-" + task.getTaskId())
                .setTaskId(task.getTaskId())
                .setTraceId(task.getTraceId())
                .setSpanId(task.getSpanId())
                .setEvaluatorId("truth")
                .setEvaluatorVersion("1")
                .setEvaluatorType(EvaluatorType.HUMAN)
                .setRubricVersion("")
                .setTenant(task.getTenant())
                .setRoute(task.getRoute())
                .setModel(task.getModel())
                .setVersion(task.getVersion())
                .setEventTime(task.getEventTime())
                .setWeight(task.getWeight())
                .setStratum(task.getStratum())
                .setStatus(ScoreStatus.JUDGED)
                .setJudgements(List.of(new Judgement("quality", Scale.SCORE, truth.getOrDefault(task.getTraceId(), 0))))
                .setJudgedAt(task.getEventTime())
                .build();
    }

    /** Takes up the newest day windows; true when they hold every score. */
    private boolean isComplete(Map<String, WindowQuality> days, Rig rig) {
        for (WindowQuality window : rig.wire.read(Topics.WINDOW_QUALITY, WindowQuality.class)) {
            noScoreLost.published(window);
            if (window.getTile().equals("day")) {
                days.put(window.getRoute(), window);
            }
        }
        return noScoreLost.violations("day").isEmpty();
    }

    private static DimensionQuality quality(WindowQuality window) {
        return window.getEvaluators().get(0).getDimensions().get(0);
    }

    private void assertCoverage(Map<String, List<Integer>> judged, Map<String, WindowQuality> days) {
        int covered = 0;
        int coveredUnweighted = 0;
        for (Map.Entry<String, WindowQuality> day : days.entrySet()) {
            double mean = trueMean(day.getKey());
            DimensionQuality found = quality(day.getValue());
            covered += found.getCiLow() <= mean && mean <= found.getCiHigh() ? 1 : 0;
            coveredUnweighted += unweightedCovers(judged.getOrDefault(day.getKey(), List.of()), mean) ? 1 : 0;
            System.out.printf(
                    "%s true %.3f published %.3f [%.3f, %.3f] n %d n_eff %.1f%n",
                    day.getKey(),
                    mean,
                    found.getMean(),
                    found.getCiLow(),
                    found.getCiHigh(),
                    found.getN(),
                    found.getNEff());
        }
        System.out.println("covered: " + covered + " of " + ROUTES + ", unweighted: " + coveredUnweighted);
        assertEquals(ROUTES, days.size());
        assertTrue(covered >= LEAST_COVERED, "published intervals that cover = " + covered + " with seed " + SEED);
        assertTrue(
                coveredUnweighted <= MOST_COVERED_UNWEIGHTED,
                "unweighted intervals that cover = " + coveredUnweighted + ": the proof would prove nothing");
    }

    private double trueMean(String route) {
        int number = Integer.parseInt(route.substring(route.indexOf('-') + 1));
        double sum = 0;
        for (int i = number; i < CALLS_A_ROUTE * ROUTES; i += ROUTES) {
            sum += truth.getOrDefault("q" + SEED + "-" + i, 0) / 10.0;
        }
        return sum / CALLS_A_ROUTE;
    }

    private static boolean unweightedCovers(List<Integer> tenths, double truth) {
        double mean = tenths.stream().mapToDouble(t -> t / 10.0).average().orElseThrow();
        double squares = tenths.stream()
                .mapToDouble(t -> (t / 10.0 - mean) * (t / 10.0 - mean))
                .sum();
        double halfWidth = 1.96 * Math.sqrt(squares / (tenths.size() - 1) / tenths.size());
        return Math.abs(mean - truth) <= halfWidth;
    }
}
