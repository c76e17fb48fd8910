package dev.weir.alerting.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.alerting.window.Subject;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.SpenderKey;
import dev.weir.schemas.SpenderKey.Kind;
import dev.weir.schemas.Tile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleFileTest {

    private static final String SLOW = """
            groups:
              - name: latency
                rules:
                  - alert: SlowAnswers
                    kind: threshold
                    measure: latency_ms
                    quantile: 0.95
                    above: 5000
                    route: ~chat.*
                    for: 3m
                    keep_firing_for: 5m
                    labels: {severity: page, team: search}
                    annotations: {summary: "p95 {{ $value }} on {{ $labels.route }}"}
            """;
    private static final SeriesKey SERIES = SeriesKey.of("default", "", "chat-eu", "", "gpt-4o", "");
    private static final Subject CHAT = new Subject.Series(SERIES);

    @Test
    void everyKey_isRead() throws InvalidRulesException {
        AlertRule rule = RuleFile.parse("r.yaml", SLOW).rules().get(0);
        assertEquals("SlowAnswers", rule.name());
        assertEquals("p95", rule.kind().statistic().name());
        assertEquals(Tile.MINUTE, rule.tile());
        assertEquals(Duration.ofMinutes(3), rule.timing().pendingFor());
        assertEquals(Duration.ofMinutes(5), rule.timing().keepFiringFor());
        assertEquals(Duration.ofMinutes(7), rule.timing().noDataAfter());
        assertEquals("critical", rule.severity());
        assertEquals(
                new ThresholdRule(
                        new Statistic(TrafficMeasure.LATENCY_MS, 0.95, 10), ThresholdRule.Side.ABOVE, 5000, 0.99),
                rule.kind());
        assertTrue(rule.scope().covers(CHAT));
        assertFalse(rule.scope().covers(new Subject.Series(SeriesKey.of("default", "", "my-chat", "", "gpt-4o", ""))));
    }

    @Test
    void latencyThresholds_becomeExactCounters() throws InvalidRulesException {
        assertEquals(Set.of("latency_ms>5000"), RuleFile.parse("r.yaml", SLOW).thresholds());
        assertEquals(
                Set.of(), RuleFile.parse("r.yaml", SLOW.replace("5000", "0.5")).thresholds());
    }

    @Test
    void textsThatMakeAnAlertLarge_areRefused() {
        InvalidRulesException refused = assertThrows(
                InvalidRulesException.class,
                () -> RuleFile.parse(
                        "r.yaml",
                        SLOW.replace("p95 {{", "x".repeat(2_000) + " {{").replace("search", "s".repeat(129))));

        assertEquals(2, refused.problems().size());
        assertTrue(refused.problems().get(0).endsWith("label team of 129 characters: expected 1 to 128"));
        assertTrue(
                refused.problems().get(1).endsWith("expected 1 to 2000"),
                refused.problems().toString());
    }

    @Test
    void severity_isNotPartOfTheIdentity() throws InvalidRulesException {
        AlertRule page = RuleFile.parse("r.yaml", SLOW).rules().get(0);
        AlertRule info =
                RuleFile.parse("r.yaml", SLOW.replace("page", "info")).rules().get(0);
        AlertRule team =
                RuleFile.parse("r.yaml", SLOW.replace("search", "ads")).rules().get(0);
        assertEquals(page.fingerprint(CHAT), info.fingerprint(CHAT));
        assertNotEquals(page.fingerprint(CHAT), team.fingerprint(CHAT));
        assertNotEquals(page.version(), info.version());
        assertEquals(32, page.fingerprint(CHAT).length());
    }

    @Test
    void sameRules_differentOrderOfKeys_sameVersion() throws InvalidRulesException {
        String swapped =
                SLOW.replace("        for: 3m\n", "").replace("kind: threshold", "kind: threshold\n        for: 3m");
        assertEquals(
                RuleFile.parse("r.yaml", SLOW).rules().get(0).version(),
                RuleFile.parse("r.yaml", swapped).rules().get(0).version());
    }

    @Test
    void brokenFile_everyProblemAtOnceWithLineAndPath() {
        String text = """
                groups:
                  - name: g
                    rules:
                      - alert: A
                        measure: latency_ms
                        quantile: 95
                        above: abc
                        fro: 3m
                      - alert: A
                        kind: trend
                        measure: qualty
                        direction: downwards
                        for: soon
                        labels: {severity: bad, route: x}
                        annotations: {summary: "{{ $vale }}"}
                """;
        InvalidRulesException problem =
                assertThrows(InvalidRulesException.class, () -> RuleFile.parse("rules.yaml", text));
        assertEquals(
                List.of(
                        "rules.yaml:8 groups[0].rules[0].fro = 3m: unknown key, did you mean for?",
                        "rules.yaml:6 groups[0].rules[0].quantile = 95: expected a number between 0 and 1",
                        "rules.yaml:7 groups[0].rules[0].above = abc: expected a number",
                        "rules.yaml:11 groups[0].rules[1].measure = qualty: unknown measure, did you mean quality?",
                        "rules.yaml:12 groups[0].rules[1].direction = downwards: expected up, down, both; did you mean down?",
                        "rules.yaml:13 groups[0].rules[1].for = soon: expected a duration such as 90s, 3m or 1h30m",
                        "rules.yaml:14 groups[0].rules[1].labels: label route: expected another name, this one is the alert's own",
                        "rules.yaml:14 groups[0].rules[1].labels: severity bad: expected critical, error, warning, info, page, ticket",
                        "rules.yaml:15 groups[0].rules[1].annotations: summary uses {{ $vale }}: expected $value, $threshold, $baseline, $ci_low, $ci_high, $n, $unit or $labels.NAME",
                        "rules.yaml:9 groups[0].rules[1].alert = A: a second rule of that name: expected names that differ"),
                problem.problems());
    }

    @Test
    void textThatIsNotYaml_saysWhere() {
        InvalidRulesException problem =
                assertThrows(InvalidRulesException.class, () -> RuleFile.parse("r.yaml", "groups:\n  - {a: [1"));
        assertEquals(1, problem.problems().size());
        assertTrue(problem.problems().get(0).startsWith("r.yaml:2: not YAML"), problem.problems()::toString);
        assertThrows(InvalidRulesException.class, () -> RuleFile.parse("r.yaml", ""));
        assertThrows(InvalidRulesException.class, () -> RuleFile.parse("r.yaml", "groups: 3"));
        assertThrows(InvalidRulesException.class, () -> RuleFile.parse("r.yaml", "- a"));
    }

    @Test
    void yamlBomb_refused() {
        StringBuilder text = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 60; i++) {
            text.append("a" + i + ": &a" + i + " [" + "*a" + (i - 1) + ",*a" + (i - 1) + "]\n");
        }
        assertThrows(InvalidRulesException.class, () -> RuleFile.parse("r.yaml", text.toString()));
    }

    @Test
    void defaults_areValid() {
        RuleSet rules = RuleFile.defaults();
        assertTrue(rules.rules().size() >= 8);
        assertEquals(Set.of("latency_ms>20000"), rules.thresholds());
        AlertRule falls = rules.rule("QualityFalls").orElseThrow();
        assertInstanceOf(LevelShiftRule.class, falls.kind());
    }

    @Test
    void negativeDuration_isRefused() {
        InvalidRulesException refused = assertThrows(InvalidRulesException.class, () -> RuleFile.parse("d.yaml", """
                groups:
                  - name: g
                    rules:
                      - {alert: A, measure: error_rate, above: 0.1, for: PT-3M}
                """));
        assertTrue(
                refused.problems().get(0).contains("for = PT-3M: expected a duration such as 90s, 3m or 1h30m"),
                refused.problems().toString());
    }

    @Test
    void budget_isARuleForEachStep_andSaysWhomItNames() throws InvalidRulesException {
        RuleSet rules = RuleFile.parse("b.yaml", """
                groups:
                  - name: money
                    rules:
                      - {alert: Ann, kind: budget, by: user, per: day, usd: 2, tenant: acme, spender: ann}
                      - {alert: All, kind: budget, by: user, per: hour, tokens: 9000, steps: [0.5, 0.9, 1]}
                      - {alert: Acme, kind: budget, by: tenant, per: month, usd: 10, tenant: acme}
                """);
        assertEquals(7, rules.rules().size());
        assertEquals(Set.of(Kind.USER, Kind.TENANT), rules.budgeted());
        assertEquals(
                Set.of(
                        new SpenderKey.Named("acme", Kind.USER, "ann"),
                        new SpenderKey.Named("acme", Kind.TENANT, "acme")),
                rules.named());
        assertEquals(
                List.of("50%", "90%", "100%"),
                rules.rules().subList(2, 5).stream()
                        .map(rule -> rule.labels().get("step"))
                        .toList());
        Subject ann = new Subject.Spender(new SpenderKey("acme", "", Kind.USER, "ann"));
        AlertRule whole = rules.rules().get(1);
        assertEquals(Optional.of(whole), rules.rule("Ann", ann, whole.fingerprint(ann)));
        assertNotEquals(rules.rules().get(0).fingerprint(ann), whole.fingerprint(ann));
    }

    @Test
    void brokenBudget_everyProblemAtOnce() {
        InvalidRulesException broken = assertThrows(InvalidRulesException.class, () -> RuleFile.parse("b.yaml", """
                groups:
                  - name: money
                    rules:
                      - {alert: A, kind: budget, per: week, usd: -1, calls: 4, steps: [1, 0.8], forecast: true}
                      - {alert: B, kind: budget, by: users, steps: [x, 1], above: 3}
                """));
        assertEquals(
                List.of(
                        "b.yaml:4 groups[0].rules[0].by: missing: expected one of user, feature, route, tenant",
                        "b.yaml:4 groups[0].rules[0].per = week: expected hour, day, month; did you mean day?",
                        "b.yaml:4 groups[0].rules[0].alert = A: expected exactly one of usd, calls, tokens,"
                                + " input_tokens_per_request",
                        "b.yaml:4 groups[0].rules[0].usd = -1: expected a number above 0",
                        "b.yaml:4 groups[0].rules[0].forecast = true: expected only with usd and per: month",
                        "b.yaml:4 groups[0].rules[0].steps: expected shares of the limit such as [0.8, 1], each above"
                                + " the one before",
                        "b.yaml:5 groups[0].rules[1].above = 3: unknown key, did you mean alert?",
                        "b.yaml:5 groups[0].rules[1].by = users: expected user, feature, route, tenant; did you mean"
                                + " user?",
                        "b.yaml:5 groups[0].rules[1].alert = B: expected exactly one of usd, calls, tokens,"
                                + " input_tokens_per_request",
                        "b.yaml:5 groups[0].rules[1].steps = x: expected shares of the limit, each above the one"
                                + " before"),
                broken.problems());
    }
}
