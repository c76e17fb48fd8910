package dev.weir.topology.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplingConfigTest {

    @Test
    void defaults_haveNoProblem() {
        assertEquals(List.of(), SamplingConfig.DEFAULT.problems());
    }

    @Test
    void everyProblem_isListedAtOnce() {
        List<String> problems = new SamplingConfig(
                        "s",
                        0,
                        1.5,
                        -0.1,
                        Double.NaN,
                        Duration.ofSeconds(-1),
                        1e-9,
                        Map.of("chat", 0.0, "code", 2.0),
                        -1)
                .problems();
        assertEquals(9, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith("base_rate = 0: expected above 0"), problems.get(0));
        assertTrue(problems.get(0).contains("no chance of being judged"), problems.get(0));
        assertTrue(problems.get(1).startsWith("route_rates.chat = 0: "), problems.get(1));
        assertEquals("route_rates.code = 2.0: expected in [5.0E-6, 1]", problems.get(2));
        assertEquals("error_rate = 1.5: expected 0 (off) or in [5.0E-6, 1]", problems.get(3));
        assertEquals("slow_over = PT-1S: expected 0 or more", problems.get(7));
    }

    @Test
    void ruleVersion_followsTheContentAlone() {
        Map<String, Double> ordered = new LinkedHashMap<>();
        ordered.put("a", 0.2);
        ordered.put("b", 0.3);
        Map<String, Double> reversed = new LinkedHashMap<>();
        reversed.put("b", 0.3);
        reversed.put("a", 0.2);
        assertEquals(withRoutes(ordered).ruleVersion(), withRoutes(reversed).ruleVersion());
        assertEquals(12, SamplingConfig.DEFAULT.ruleVersion().length());
        assertNotEquals(
                SamplingConfig.DEFAULT.ruleVersion(), withRoutes(ordered).ruleVersion());
        assertNotEquals(
                withRoutes(Map.of("a", 0.2)).ruleVersion(),
                withRoutes(Map.of("a", 0.25)).ruleVersion());
    }

    @Test
    void slow_isLongerThanTheLimitNotEqualToIt() {
        assertFalse(SamplingConfig.DEFAULT.isSlow(30_000_000));
        assertTrue(SamplingConfig.DEFAULT.isSlow(30_000_001));
    }

    @Test
    void routeRate_standsInForTheBaseRate() {
        SamplingConfig config = withRoutes(Map.of("code", 0.02));
        assertEquals(0.02, config.baseRateFor("code"));
        assertEquals(0.1, config.baseRateFor("chat"));
    }

    private static SamplingConfig withRoutes(Map<String, Double> routes) {
        return new SamplingConfig("weir", 0.1, 0.5, 0.5, 0.5, Duration.ofSeconds(30), 0.5, routes, 0);
    }
}
