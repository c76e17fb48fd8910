package dev.weir.alerting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.weir.alerting.rules.InvalidRulesException;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertKind;
import dev.weir.schemas.avro.WindowSpend;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The lives of budget alerts, from spend windows as the topology publishes them. */
class BudgetAlertsTest extends AlertingHarness {

    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final Instant DAY = Instant.parse("2026-11-20T00:00:00Z");
    private static final String RULES = """
            groups:
              - name: money
                rules:
                  - {alert: UserHour, kind: budget, by: user, per: hour, usd: 5, labels: {team: search}}
                  - {alert: TenantDay, kind: budget, by: tenant, per: day, usd: 100, tenant: acme}
                  - {alert: TenantMonth, kind: budget, by: tenant, per: month, usd: 1000, steps: [0.5, 1]}
                  - {alert: MonthForecast, kind: budget, by: tenant, per: month, usd: 1000, forecast: true}
                  - {alert: LongPrompt, kind: budget, by: feature, per: hour, input_tokens_per_request: 8000}
            """;

    private final Map<String, Integer> revisions = new HashMap<>();

    private void spend(String by, String spender, Instant start, boolean hour, double usd, Duration into) {
        spend("", by, spender, start, hour, usd, into);
    }

    private void spend(
            String environment, String by, String spender, Instant start, boolean hour, double usd, Duration into) {
        Duration length = hour ? Duration.ofHours(1) : Duration.ofDays(1);
        int revision = revisions.merge(environment + by + spender + start + hour, 1, Integer::sum) - 1;
        send(WindowSpend.newBuilder()
                .setTenant("acme")
                .setEnvironment(environment)
                .setDimension(by)
                .setSpender(spender)
                .setTile(hour ? "hour" : "day")
                .setWindowStart(start)
                .setWindowEnd(start.plus(length))
                .setRevision(revision)
                .setCalls(10)
                .setUnpricedCalls(0)
                .setCostNanoUsd(Math.round(usd * 1e9))
                .setInputTokens(1_000)
                .setOutputTokens(10)
                .setMaxInputTokens(Math.round(usd * 1_000))
                .setAsOf(start.plus(into))
                .build());
    }

    private void user(int hour, double usd, int minute) {
        spend("user", "u1", DAY.plus(Duration.ofHours(hour)), true, usd, Duration.ofMinutes(minute));
    }

    private void tenant(int day, double usd) {
        spend("tenant", "acme", DAY.plus(Duration.ofDays(day)), false, usd, Duration.ofHours(5));
    }

    private void complete(Instant time) {
        progress(Topics.WINDOW_SPEND, time.plus(GRACE), false);
    }

    private List<String> moves() {
        return history().stream()
                .map(alert -> alert.getRuleId() + " " + alert.getLabels().get("step") + " " + alert.getStatus()
                        + (alert.getResolveReason() == null ? "" : " " + alert.getResolveReason()))
                .toList();
    }

    @Test
    void budget_holdsForEachEnvironmentOfAUser() throws InvalidRulesException {
        start(RULES);
        Instant ten = DAY.plus(Duration.ofHours(10));
        spend("staging", "user", "u1", ten, true, 3.9, Duration.ofMinutes(10));
        spend("production", "user", "u1", ten, true, 3.9, Duration.ofMinutes(10));
        assertEquals(List.of(), moves());

        spend("production", "user", "u1", ten, true, 4.1, Duration.ofMinutes(20));
        List<Alert> history = history();
        assertEquals(1, history.size());
        assertEquals("production", history.get(0).getLabels().get("environment"));
        assertEquals(4.1, history.get(0).getObserved());
    }

    @Test
    void hourlyBudget_firesAtEachStepWhileTheHourLasts_andEndsWithIt() throws InvalidRulesException {
        start(RULES);
        user(10, 3.9, 10);
        assertEquals(List.of(), moves());
        user(10, 4.2, 20);
        user(10, 4.6, 30);
        List<Alert> history = history();
        assertEquals(1, history.size());
        Alert alert = history.get(0);
        assertEquals(AlertKind.BUDGET, alert.getKind());
        assertEquals(
                Map.of(
                        "alertname",
                        "UserHour",
                        "tenant",
                        "acme",
                        "user",
                        "u1",
                        "metric",
                        "spend_usd",
                        "step",
                        "80%",
                        "team",
                        "search"),
                alert.getLabels());
        assertEquals("warning", alert.getSeverity());
        assertEquals(4.0, alert.getThreshold());
        assertEquals(4.2, alert.getObserved());
        assertEquals(">=", alert.getOperator());
        assertEquals(DAY.plus(Duration.ofHours(10)), alert.getStartsAt());
        assertEquals(DAY.plus(Duration.ofMinutes(620)), alert.getLastEvaluatedAt());
        assertNull(alert.getEndsAt());
        assertEquals("UserHour on user u1: spend_usd total 4.2 USD (>= 4.0)", alert.getSummary());

        user(10, 5, 40);
        assertEquals(List.of("UserHour 100% FIRING"), moves());
        complete(DAY.plus(Duration.ofHours(11)).minusSeconds(1));
        assertEquals(List.of(), moves());
        complete(DAY.plus(Duration.ofHours(11)));
        assertEquals(
                List.of("UserHour 100% RESOLVED expired", "UserHour 80% RESOLVED expired"),
                moves().stream().sorted().toList());
        user(10, 5.5, 60);
        assertEquals(List.of(), moves(), "a correction of an hour that is over");
    }

    @Test
    void nextHour_endsTheEpisodeOfTheLastAndBeginsItsOwn() throws InvalidRulesException {
        start(RULES);
        user(10, 4.5, 40);
        user(11, 0.5, 1);
        user(11, 4.1, 30);
        assertEquals(List.of("UserHour 80% FIRING", "UserHour 80% RESOLVED expired", "UserHour 80% FIRING"), moves());
    }

    @Test
    void cheaperThanThought_isCorrected_andASecondUserIsOnItsOwn() throws InvalidRulesException {
        start(RULES);
        user(10, 4.5, 40);
        spend("user", "u2", DAY.plus(Duration.ofHours(10)), true, 3, Duration.ofMinutes(50));
        spend("user", "~other-0", DAY.plus(Duration.ofHours(10)), true, 900, Duration.ofMinutes(50));
        user(10, 1.5, 60);
        assertEquals(List.of("UserHour 80% FIRING", "UserHour 80% CORRECTED corrected"), moves());
    }

    @Test
    void month_isTheSumOfItsDays_acrossARestart_andStartsAnewOnTheFirst() throws InvalidRulesException {
        start(RULES);
        tenant(0, 90);
        tenant(1, 200);
        assertEquals(
                List.of(
                                "TenantDay 80% FIRING",
                                "TenantDay 80% RESOLVED expired", "TenantDay 80% FIRING", "TenantDay 100% FIRING")
                        .stream()
                        .sorted()
                        .toList(),
                moves().stream().sorted().toList());
        restart(RULES);
        tenant(1, 400);
        assertEquals(List.of(), moves(), "490 of the month's 500");
        tenant(0, 100);
        assertEquals(List.of("TenantMonth 50% FIRING"), moves(), "a revision of yesterday counts");
        tenant(9, 60);
        complete(Instant.parse("2026-11-30T00:00:00Z"));
        moves();
        tenant(10, 30);
        assertEquals(List.of(), moves());
        tenant(11, 30);
        assertEquals(
                List.of("MonthForecast 100% FIRING", "TenantMonth 50% RESOLVED expired"),
                moves().stream().sorted().toList());
    }

    @Test
    void forecast_firesBeforeTheMoneyIsGone() throws InvalidRulesException {
        start(RULES);
        for (int day = 0; day < 4; day++) {
            spend("tenant", "beta", DAY.plus(Duration.ofDays(day - 18)), false, 50, Duration.ofDays(1));
        }
        List<Alert> history = history();
        assertEquals(1, history.size(), "200 of 1000 spent, 1400 expected");
        assertEquals("MonthForecast", history.get(0).getRuleId());
        assertEquals(29 * 50.0, history.get(0).getObserved());
        assertEquals("2026-11-05T00:00:00Z", history.get(0).getStartsAt().toString());
    }

    @Test
    void oneLongRequest_isToldForItsFeature() throws InvalidRulesException {
        start(RULES);
        spend("feature", "chat", DAY, true, 8, Duration.ofMinutes(5));
        assertEquals(List.of(), moves());
        spend("feature", "chat", DAY, true, 8.001, Duration.ofMinutes(6));
        assertEquals(List.of("LongPrompt 100% FIRING"), moves());
    }

    @Test
    void ruleTakenAway_endsItsAlert() throws InvalidRulesException {
        start(RULES);
        user(10, 4.5, 40);
        moves();
        restart(RULES.replace("alert: UserHour", "alert: Renamed"));
        complete(DAY.plus(Duration.ofHours(10)).plusSeconds(1_800));
        assertEquals(List.of("UserHour 80% RESOLVED rule_deleted"), moves());
    }

    @Test
    void windowOfAnUnknownKind_isADeadLetter() throws InvalidRulesException {
        start(RULES);
        spend("planet", "earth", DAY, true, 8, Duration.ofMinutes(5));
        var letters = read(Topics.DEAD_LETTERS);
        assertEquals(1, letters.size());
        assertEquals(
                "dimension = planet: expected one of user, feature, route, tenant",
                header(letters.get(0), "weir.message"));
    }

    @Test
    void windowWithASumBeyondALong_isADeadLetter() throws InvalidRulesException {
        start(RULES);
        send(WindowSpend.newBuilder()
                .setTenant("acme")
                .setDimension("user")
                .setSpender("u1")
                .setTile("hour")
                .setWindowStart(DAY)
                .setWindowEnd(DAY.plus(Duration.ofHours(1)))
                .setRevision(0)
                .setCalls(10)
                .setUnpricedCalls(0)
                .setCostNanoUsd(1)
                .setInputTokens(Long.MAX_VALUE)
                .setOutputTokens(10)
                .build());

        assertEquals("unsound-window", header(read(Topics.DEAD_LETTERS).get(0), "weir.reason"));
    }
}
