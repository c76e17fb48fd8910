package dev.weir.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.alerting.rules.Observation;
import dev.weir.alerting.rules.QualityMeasure;
import dev.weir.alerting.window.Window;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.avro.EvaluatorQuality;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.estimate.WeightedSums;
import dev.weir.topology.query.Rows;
import dev.weir.topology.traffic.SeriesWindows;
import dev.weir.topology.traffic.TrafficAggregate;
import dev.weir.topology.view.SeriesWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The quality that a page shows of a window is the quality that a rule decides on, whoever judged it and how often. */
class QualityOfPageAndAlertTest {

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final QualityMeasure MEASURE = new QualityMeasure(Rows.HEADLINE);

    @Test
    void pageAndRule_nameOneEvaluatorAndOneMean() {
        Random random = new Random(5);
        Set<String> spoke = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            WindowQuality quality = window(random);
            Window window = Window.of(quality).orElseThrow();
            JsonNode shown = Rows.window(traffic(), quality).path(Rows.HEADLINE);
            String evaluator = MEASURE.provenance(window).getOrDefault("evaluator", "");
            assertEquals(shown.path("evaluator").asText(), evaluator, "window " + i);
            if (MEASURE.read(window) instanceof Observation.SampledMean mean) {
                assertEquals(shown.path("mean").asDouble(), mean.mean(), 1e-9, "window " + i);
                assertEquals(shown.path("n").asLong(), mean.n(), "window " + i);
            } else {
                assertTrue(shown.isMissingNode(), "window " + i);
            }
            spoke.add(evaluator);
        }
        assertEquals(Set.of("", "people", "judge", "rules"), spoke, "all of them spoke, and once none did");
    }

    private static WindowStats traffic() {
        return SeriesWindows.toRecord(
                SeriesWindow.merged(
                        SeriesKey.of("default", "", "chat", "", "gpt-4o", ""),
                        START.toEpochMilli(),
                        START.plusSeconds(60).toEpochMilli(),
                        0),
                new TrafficAggregate());
    }

    private static WindowQuality window(Random random) {
        List<EvaluatorQuality> evaluators = new ArrayList<>();
        add(evaluators, "judge", EvaluatorType.LLM_JUDGE, random);
        add(evaluators, "people", EvaluatorType.HUMAN, random);
        add(evaluators, "rules", EvaluatorType.DETERMINISTIC, random);
        return WindowQuality.newBuilder()
                .setTenant("default")
                .setRoute("chat")
                .setModel("gpt-4o")
                .setVersion("")
                .setTile("minute")
                .setWindowStart(START)
                .setWindowEnd(START.plusSeconds(60))
                .setRevision(0)
                .setSampledCalls(100)
                .setSampledWeight(100)
                .setEvaluators(evaluators)
                .build();
    }

    /** One window of three has no judgement of an evaluator, the others up to 45, some with unequal weights. */
    private static void add(List<EvaluatorQuality> to, String id, EvaluatorType type, Random random) {
        int n = random.nextInt(3) == 0 ? 0 : random.nextInt(45);
        WeightedSums sums = WeightedSums.of(Scale.SCORE);
        int heaviest = random.nextBoolean() ? 1 : 50;
        for (int i = 0; i < n; i++) {
            sums.add(1 + random.nextInt(heaviest), 10 + random.nextInt(91));
        }
        to.add(new EvaluatorQuality(id, type, (long) n, sums.sumW(), Map.of(), List.of(sums.toRecord(Rows.HEADLINE))));
    }
}
