package dev.weir.alerting.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.testing.Vectors;
import org.junit.jupiter.api.Test;

class FalseAlarmBudgetTest {

    @Test
    void siegmundVectors_sameRunLength() {
        for (JsonNode node : Vectors.cases("21_cusum_budget", "siegmund")) {
            double arl = FalseAlarmBudget.windowsBetween(
                    node.get("k").asDouble(), node.get("h").asDouble());
            Vectors.assertClose(node.get("arl0").asDouble(), arl, node.toString());
        }
    }

    @Test
    void budgetVectors_sameLimit() {
        for (JsonNode node : Vectors.cases("21_cusum_budget", "budget_to_h")) {
            double h = FalseAlarmBudget.limit(
                    node.get("k").asDouble(),
                    node.get("series").asLong(),
                    node.get("looks_per_week").asDouble(),
                    node.get("arms").asInt(),
                    node.get("false_alarms_per_week").asDouble());
            Vectors.assertClose(node.get("h").asDouble(), h, node.toString());
        }
    }

    @Test
    void windowScoreVectors_sameNormalScore() {
        for (JsonNode node : Vectors.cases("21_cusum_budget", "window_z")) {
            double t = (node.get("estimate").asDouble() - node.get("baseline").asDouble())
                    / node.get("se").asDouble();
            Vectors.assertClose(
                    node.get("z").asDouble(),
                    FalseAlarmBudget.normalScore(t, node.get("df").asDouble()),
                    node.toString());
        }
    }

    @Test
    void longRunScaleVectors_sameFactor() {
        for (JsonNode node : Vectors.cases("21_cusum_budget", "long_run_scale")) {
            Vectors.assertClose(
                    node.get("factor").asDouble(),
                    FalseAlarmBudget.longRunScale(node.get("r1").asDouble()),
                    node.toString());
        }
    }

    @Test
    void negativeCorrelation_doesNotSharpen() {
        assertEquals(1, FalseAlarmBudget.longRunScale(-0.7));
        assertEquals(3, FalseAlarmBudget.longRunScale(0.99), 1e-12);
    }

    @Test
    void extremeScore_staysFinite() {
        assertTrue(Double.isFinite(FalseAlarmBudget.normalScore(1e9, 200)));
        assertTrue(FalseAlarmBudget.normalScore(-1e9, 200) < -30);
    }
}
