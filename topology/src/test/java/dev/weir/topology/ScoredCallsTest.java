package dev.weir.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.DimensionQuality;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.testing.TaskScores;
import dev.weir.topology.ingest.SourceProgress;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From a sampled call to a score to a window of quality, in the whole topology. */
class ScoredCallsTest {

    private static final Instant T0 = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void scores_becomeWeightedQuality_andTheLastOfAnIdWins() throws IOException {
        try (TopologyHarness weir = new TopologyHarness(MonitoringTopologyTest.JUDGE_ALL, SourceProgress.NEVER)) {
            for (int i = 0; i < 6; i++) {
                weir.event(Events.call("t" + i, T0.plusSeconds(i)).build(), T0.plusSeconds(i));
            }
            weir.end(T0.plusSeconds(6));
            weir.settle();
            List<JudgeTask> tasks = weir.read(Topics.JUDGE_TASKS, JudgeTask.class);
            assertEquals(6, tasks.size());
            assertTrue(tasks.stream().allMatch(task -> task.getWeight() == 1), "all calls are judged");

            tasks.forEach(task -> weir.record(Topics.SCORES, TaskScores.of(task, 40, T0), T0.plusSeconds(60)));
            weir.settle();
            assertEquals(List.of(), weir.letters(Topics.DEAD_LETTERS));

            tasks.forEach(task -> weir.record(Topics.SCORES, TaskScores.of(task, 80, T0), T0.plusSeconds(90)));
            weir.settle();
            WindowQuality again = minute(weir);
            assertEquals(8.0, mean(again), 1e-12);
            assertEquals(6, again.getSampledCalls());
            assertEquals(6, again.getEvaluators().get(0).getJudgedCalls());
            assertTrue(again.getRevision() > 0);
        }
    }

    private static WindowQuality minute(TopologyHarness weir) {
        List<WindowQuality> minutes = weir.read(Topics.WINDOW_QUALITY, WindowQuality.class).stream()
                .filter(window -> window.getTile().equals("minute"))
                .toList();
        return minutes.get(minutes.size() - 1);
    }

    private static double mean(WindowQuality window) {
        DimensionQuality dimension =
                window.getEvaluators().get(0).getDimensions().get(0);
        assertNotNull(dimension.getMean());
        return dimension.getMean();
    }
}
