package dev.weir.alerting.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.alerting.window.Subject;
import dev.weir.schemas.Dimension;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.View;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The key {@code by}: which view a rule watches, and what it can no longer name. */
class ViewRulesTest {

    @Test
    void by_saysTheViewThatIsWatchedAndDemanded() throws InvalidRulesException {
        RuleSet rules = RuleFile.parse("v.yaml", """
                groups:
                  - name: views
                    rules:
                      - {alert: Providers, measure: error_rate, above: 0.05, by: [model, provider], model: ~gpt.*}
                      - {alert: Series, measure: error_rate, above: 0.05, environment: production, provider: openai}
                      - {alert: Shift, kind: trend, measure: calls}
                      - {alert: Slide, kind: trend, detector: mann_kendall, measure: calls, by: [tenant]}
                """);
        View providers = View.of(Dimension.PROVIDER, Dimension.MODEL);
        assertEquals(Set.of(providers, View.BASELINE, View.of(Dimension.TENANT)), rules.views());
        SeriesKey call = SeriesKey.of("acme", "production", "chat", "openai", "gpt-4o", "v1");
        assertEquals(List.of(false, true, false, false), covered(rules, call));
        assertEquals(List.of(true, false, false, false), covered(rules, call.in(providers)));
        assertEquals(List.of(false, false, true, false), covered(rules, call.in(View.BASELINE)));
        assertEquals(List.of(false, false, false, true), covered(rules, call.in(View.of(Dimension.TENANT))));
        SeriesKey staging = SeriesKey.of("acme", "staging", "chat", "openai", "claude", "v1");
        assertEquals(List.of(false, false, false, false), covered(rules, staging));
        assertEquals(List.of(false, false, false, false), covered(rules, staging.in(providers)));
    }

    private static List<Boolean> covered(RuleSet rules, SeriesKey key) {
        return rules.rules().stream()
                .map(rule -> rule.scope().covers(new Subject.Series(key)))
                .toList();
    }

    @Test
    void identityOfAView_isItsOwnLabels() throws InvalidRulesException {
        AlertRule rule = RuleFile.parse("v.yaml", """
                groups:
                  - name: views
                    rules:
                      - {alert: Providers, measure: error_rate, above: 0.05, by: [environment, provider, model]}
                """).rules().get(0);
        SeriesKey call = SeriesKey.of("acme", "", "chat", "openai", "gpt-4o", "v1");
        SeriesKey other = SeriesKey.of("acme", "", "search", "openai", "gpt-4o", "v2");
        View view = View.of(Dimension.ENVIRONMENT, Dimension.PROVIDER, Dimension.MODEL);
        Subject subject = new Subject.Series(call.in(view));
        assertEquals(
                Map.of("alertname", "Providers", "metric", "error_rate", "model", "gpt-4o", "provider", "openai"),
                rule.identity(subject));
        assertEquals(rule.fingerprint(subject), rule.fingerprint(new Subject.Series(other.in(view))));
    }

    @Test
    void whatAViewMerges_canNeitherBeMatchedNorNamed() {
        InvalidRulesException refused = assertThrows(InvalidRulesException.class, () -> RuleFile.parse("v.yaml", """
                groups:
                  - name: views
                    rules:
                      - {alert: A, measure: calls, above: 1, by: [provider, model], route: chat}
                      - {alert: B, kind: trend, measure: calls, version: v2}
                      - {alert: C, measure: calls, above: 1, by: [route, rout, route]}
                      - {alert: D, measure: calls, above: 1, by: route}
                      - {alert: E, kind: budget, by: [provider, model], usd: 5}
                      - {alert: F, kind: trend, measure: calls, annotations: {summary: "{{ $labels.version }}"}}
                """));
        assertEquals(
                List.of(
                        "v.yaml:4 groups[0].rules[0].route = chat: expected none: by [provider, model] merges every"
                                + " route; name route in by to keep it apart",
                        "v.yaml:5 groups[0].rules[1].version = v2: expected none: a trend rule without by watches"
                                + " [tenant, environment, route, model] and merges every version; name version in by"
                                + " to keep it apart",
                        "v.yaml:6 groups[0].rules[2].by: rout: expected some of tenant, environment, route, provider,"
                                + " model, version",
                        "v.yaml:6 groups[0].rules[2].by: route: stands twice, expected once",
                        "v.yaml:7 groups[0].rules[3].by = route: expected a list of one or more texts",
                        "v.yaml:8 groups[0].rules[4].by: expected one of user, feature, route, tenant: a budget is"
                                + " about one spender, and spend is not counted by views",
                        "v.yaml:9 groups[0].rules[5].annotations: summary uses {{ $labels.version }}: expected one of"
                                + " [tenant, environment, route, model], the rule merges every version"),
                refused.problems());
    }
}
