package dev.weir.alerting.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Tile;
import java.time.Duration;
import java.util.List;
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
    private static final SeriesKey CHAT = SeriesKey.of("default", "chat-eu", "gpt-4o", "");

    @Test
    void everyKey_isRead() throws InvalidRulesException {
        AlertRule rule = RuleFile.parse("r.yaml", SLOW).rules().get(0);
        assertEquals("SlowAnswers", rule.name());
        assertEquals("p95", rule.statistic());
        assertEquals(Tile.MINUTE, rule.tile());
        assertEquals(Duration.ofMinutes(3), rule.pendingFor());
        assertEquals(Duration.ofMinutes(5), rule.keepFiringFor());
        assertEquals(Duration.ofMinutes(7), rule.noDataAfter());
        assertEquals("critical", rule.severity());
        assertEquals(new Condition.Threshold(Condition.Side.ABOVE, 5000, 0.99), rule.condition());
        assertTrue(rule.series().matches(CHAT));
        assertTrue(!rule.series().matches(SeriesKey.of("default", "my-chat", "gpt-4o", "")));
    }

    @Test
    void latencyThresholds_becomeExactCounters() throws InvalidRulesException {
        assertEquals(Set.of("latency_ms>5000"), RuleFile.parse("r.yaml", SLOW).thresholds());
        assertEquals(
                Set.of(), RuleFile.parse("r.yaml", SLOW.replace("5000", "0.5")).thresholds());
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
                        "rules.yaml:7 groups[0].rules[0].above = abc: expected a number",
                        "rules.yaml:6 groups[0].rules[0].quantile = 95: expected a number between 0 and 1",
                        "rules.yaml:11 groups[0].rules[1].measure = qualty: unknown measure, did you mean quality?",
                        "rules.yaml:12 groups[0].rules[1].direction = downwards: expected up, down, both; did you mean down?",
                        "rules.yaml:13 groups[0].rules[1].for = soon: expected a duration such as 90s, 3m or 1h30m",
                        "rules.yaml:14 groups[0].rules[1].labels: severity bad: expected critical, error, warning, info, page, ticket",
                        "rules.yaml:14 groups[0].rules[1].labels: label route: expected another name, this one is the series'",
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
        assertInstanceOf(Condition.Shift.class, falls.condition());
    }

    @Test
    void durations_asPrometheusWritesThem() {
        assertEquals(Duration.ofMinutes(90), PromDuration.parse("1h30m").orElseThrow());
        assertEquals(Duration.ofDays(14), PromDuration.parse("2w").orElseThrow());
        assertEquals(Duration.ZERO, PromDuration.parse("0").orElseThrow());
        assertTrue(PromDuration.parse("3").isEmpty());
        assertTrue(PromDuration.parse("-3m").isEmpty());
        assertTrue(PromDuration.parse("99999999999m").isEmpty());
    }
}
