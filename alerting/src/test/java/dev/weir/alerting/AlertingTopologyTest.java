package dev.weir.alerting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.alerting.rules.InvalidRulesException;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertStatus;
import dev.weir.schemas.json.RecordJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class AlertingTopologyTest extends AlertingHarness {

    static final String RULES = """
            groups:
              - name: test
                rules:
                  - alert: ErrorRate
                    measure: error_rate
                    above: 0.05
                    for: 3m
                    keep_firing_for: 2m
                    labels: {severity: critical}
                    annotations: {summary: "{{ $value }} fail on {{ $labels.route }}"}
                  - alert: Slow
                    measure: latency_ms
                    quantile: 0.95
                    above: 5000
                  - alert: QualityFalls
                    kind: trend
                    by: [tenant, environment, route, provider, model, version]
                    measure: quality
                    direction: down
                    h: 8
                    baseline_windows: 60
            """;

    @Test
    void describe_isPinned() throws IOException, InvalidRulesException {
        try (InputStream in = getClass().getResourceAsStream("/golden/alerting-topology.txt")) {
            assertNotNull(
                    in,
                    "golden file is missing; it should hold:\n"
                            + topology(RULES).describe());
            String golden = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(golden.strip(), topology(RULES).describe().toString().strip());
        }
    }

    @Test
    void thresholdHeldLongEnough_firesOnceAndResolvesAfterKeepTime() throws InvalidRulesException {
        start(RULES);
        for (int minute = 0; minute < 12; minute++) {
            send(Windows.errors(minute, 0, minute >= 2 && minute < 8 ? 20 : 0));
        }
        List<Alert> history = history();
        assertEquals(List.of(AlertStatus.PENDING, AlertStatus.FIRING, AlertStatus.RESOLVED), statuses(history));
        Alert firing = history.get(1);
        assertEquals(Windows.minute(2), firing.getStartsAt());
        assertEquals(Windows.minute(5), firing.getWindowEnd());
        assertEquals("0.2 fail on chat", firing.getSummary());
        assertEquals("critical", firing.getSeverity());
        assertEquals(0.05, firing.getThreshold());
        assertTrue(firing.getCiLow() > 0.05);
        assertEquals("trace-1", firing.getExemplars().get(0).getTraceId());
        Alert resolved = history.get(2);
        assertEquals(Windows.minute(10), resolved.getEndsAt());
        assertEquals("recovered", resolved.getResolveReason());
        assertEquals(
                List.of(0L, 1L, 2L), history.stream().map(Alert::getRevision).toList());
        assertEquals(3, new HashSet<>(history.stream().map(Alert::getEventId).toList()).size());
        assertEquals(AlertStatus.RESOLVED, newest().getStatus());
    }

    @Test
    void breachShorterThanFor_lapsesWithoutATrace() throws InvalidRulesException {
        start(RULES);
        send(Windows.errors(0, 0, 20));
        send(Windows.errors(1, 0, 0));
        assertEquals(List.of(AlertStatus.PENDING), statuses(history()));
        List<TestRecord<String, byte[]>> table = read(Topics.ALERTS);
        assertEquals(2, table.size());
        assertNull(table.get(1).value());
    }

    @Test
    void rateAboveByChanceOnly_staysSilent() throws InvalidRulesException {
        start(RULES);
        for (int minute = 0; minute < 10; minute++) {
            send(Windows.errors(minute, 0, 7));
        }
        assertEquals(List.of(), history());
    }

    @Test
    void slowerThanTheObjective_decidedByTheExactCount() throws InvalidRulesException {
        start(RULES);
        send(Windows.slow(0, 11));
        assertEquals(List.of(), history());
        send(Windows.slow(1, 12));
        Alert alert = history().get(0);
        assertEquals(AlertStatus.FIRING, alert.getStatus());
        assertEquals("p95", alert.getStatistic());
        assertEquals(9000, alert.getObserved(), 90);
    }

    @Test
    void qualityShift_firesAndRecovers() throws InvalidRulesException {
        start(RULES);
        Random random = new Random(42);
        for (int minute = 0; minute < 60; minute++) {
            send(Windows.quality(minute, 0, 8 + 0.1 * random.nextGaussian()));
        }
        assertEquals(List.of(), history());
        for (int minute = 60; minute < 120; minute++) {
            double level = minute >= 80 && minute < 100 ? 7.2 : 8;
            send(Windows.quality(minute, 0, level + 0.1 * random.nextGaussian()));
        }
        List<Alert> history = history();
        assertEquals(List.of(AlertStatus.FIRING, AlertStatus.RESOLVED), statuses(history));
        Alert firing = history.get(0);
        assertTrue(firing.getStartsAt().isBefore(Windows.minute(85)), firing.getStartsAt()::toString);
        assertEquals(8, firing.getBaseline(), 0.05);
        assertEquals("llm-judge", firing.getProvenance().get("evaluator"));
        assertEquals("down", firing.getOperator());
    }

    /** Quality windows are published as their scores come, so not in the order of time; none is lost to a trend. */
    @Test
    void qualityWindowsOutOfOrder_allReachTheTrend() throws InvalidRulesException {
        start(RULES);
        Random random = new Random(7);
        for (int pair = 0; pair < 40; pair++) {
            double level = pair < 32 ? 8 : 7.2;
            send(Windows.quality(2 * pair + 1, 0, level + 0.1 * random.nextGaussian()));
            send(Windows.quality(2 * pair, 0, level + 0.1 * random.nextGaussian()));
        }
        List<Alert> history = history();
        assertEquals(List.of(AlertStatus.FIRING), statuses(history));
        assertTrue(history.get(0).getStartsAt().isBefore(Windows.minute(70)), history.get(0)::toString);
        assertEquals(40, metrics.totals().late());
        assertEquals(0, metrics.totals().stale());
    }

    @Test
    void historyTooShort_staysSilent() throws InvalidRulesException {
        start(RULES);
        for (int minute = 0; minute < 59; minute++) {
            send(Windows.quality(minute, 0, minute < 30 ? 9 : 2));
        }
        assertEquals(List.of(), history());
    }

    @Test
    void correctionsOfOneWindow_areOneWindowToADetector() throws InvalidRulesException {
        start(RULES);
        Random random = new Random(1);
        for (int minute = 0; minute < 60; minute++) {
            send(Windows.quality(minute, 0, 8 + 0.1 * random.nextGaussian()));
        }
        for (int revision = 0; revision < 40; revision++) {
            send(Windows.quality(60, revision, 7));
        }
        assertEquals(List.of(), history());
        assertEquals(39, metrics.totals().corrected());
    }

    @Test
    void correctionTakesTheGroundAway_corrected() throws InvalidRulesException {
        start(RULES.replace("for: 3m", "for: 1m"));
        send(Windows.errors(0, 0, 20));
        send(Windows.errors(0, 1, 5));
        List<Alert> history = history();
        assertEquals(List.of(AlertStatus.FIRING, AlertStatus.CORRECTED), statuses(history));
        assertEquals("corrected", history.get(1).getResolveReason());
        send(Windows.errors(0, 2, 30));
        List<Alert> again = history();
        assertEquals(List.of(AlertStatus.FIRING), statuses(again));
        assertEquals(2, again.get(0).getRevision());
    }

    @Test
    void restartInTheMiddle_goesOnAsIfNothingHadHappened() throws InvalidRulesException {
        start(RULES);
        send(Windows.errors(0, 0, 20));
        send(Windows.errors(1, 0, 20));
        assertEquals(List.of(AlertStatus.PENDING), statuses(history()));
        assertEquals(1, entries(StateStores.ALERT_STATES).size());
        assertEquals(1, entries(StateStores.SERIES_HISTORIES).size());
        restart(RULES);
        send(Windows.errors(2, 0, 20));
        Alert firing = history().get(0);
        assertEquals(AlertStatus.FIRING, firing.getStatus());
        assertEquals(Windows.minute(0), firing.getStartsAt());
        assertEquals(1, firing.getRevision());
    }

    @Test
    void deletedRule_endsItsAlerts() throws InvalidRulesException {
        start(RULES.replace("for: 3m", "for: 1m"));
        send(Windows.errors(0, 0, 20));
        assertEquals(1, history().size());
        restart(RULES.replace("alert: ErrorRate", "alert: Errors"));
        progress(Topics.WINDOW_STATS, Windows.minute(2), false);
        Alert ended = history().get(0);
        assertEquals(AlertStatus.RESOLVED, ended.getStatus());
        assertEquals("rule_deleted", ended.getResolveReason());
        assertEquals("ErrorRate", ended.getRuleId());
    }

    @Test
    void badRecords_areDeadLettersAndCostNothingElse() throws InvalidRulesException {
        start(RULES.replace("for: 3m", "for: 1m"));
        sendBytes(Topics.WINDOW_STATS, new byte[] {1, 2, 3});
        send(Windows.errors(0, 0, 20));
        send(Windows.stats(1, 0).setTile("fortnight").build());
        List<TestRecord<String, byte[]>> dead = read(Topics.DEAD_LETTERS);
        assertEquals(2, dead.size());
        assertEquals("not-wire-format", header(dead.get(0), "weir.reason"));
        assertEquals(Topics.WINDOW_STATS.name(), header(dead.get(0), "weir.origin.topic"));
        assertEquals("unsound-window", header(dead.get(1), "weir.reason"));
        assertEquals(1, history().size());
        AlertingMetrics.Totals totals = metrics.totals();
        assertEquals(3, totals.read());
        assertEquals(
                totals.read(),
                totals.next()
                        + totals.late()
                        + totals.corrected()
                        + totals.stale()
                        + totals.unwatched()
                        + totals.progress()
                        + totals.refused());
    }

    @Test
    void windowOfDaysToCome_isRefused_andTheNextOneIsReadAsEver() throws InvalidRulesException {
        start(RULES.replace("for: 3m", "for: 1m"));
        Instant later = Instant.parse("2099-01-01T00:00:00Z");
        send(Windows.stats(0, 0)
                .setWindowStart(later)
                .setWindowEnd(later.plusSeconds(60))
                .build());
        progress(Topics.WINDOW_STATS, later, false);
        send(Windows.errors(0, 0, 20));

        List<TestRecord<String, byte[]>> dead = read(Topics.DEAD_LETTERS);
        assertEquals(2, dead.size());
        assertEquals("unsound-window", header(dead.get(0), "weir.reason"));
        assertEquals("unsound-window", header(dead.get(1), "weir.reason"));
        assertEquals(1, history().size());
    }

    @Test
    void everySeries_hasItsOwnAlert() throws InvalidRulesException {
        start(RULES.replace("for: 3m", "for: 1m"));
        send(Windows.errors(0, 0, 20));
        send(Windows.stats(0, 0).setRoute("search").setHardErrors(30).build());
        List<Alert> history = history();
        assertEquals(2, history.size());
        assertFalse(history.get(0).getAlertId().equals(history.get(1).getAlertId()));
    }

    @Test
    void newestAlert_asJson() throws InvalidRulesException {
        start(RULES.replace("for: 3m", "for: 1m"));
        send(Windows.errors(0, 0, 20));
        String json = RecordJson.of(history().get(0)).toString();
        assertTrue(json.startsWith("{\"type\":\"alert\","), json);
        assertTrue(json.contains("\"alert\":\"ErrorRate\",") && json.contains("\"status\":\"firing\","), json);
        assertTrue(json.contains("\"starts_at\":\"2024-05-01T00:00:00Z\""), json);
        assertFalse(json.contains("ends_at"), json);
        assertFalse(json.contains("n_eff"), json);
    }
}
