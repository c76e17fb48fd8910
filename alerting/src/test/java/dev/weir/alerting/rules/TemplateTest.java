package dev.weir.alerting.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {

    private static String fill(String text, String route) {
        return Template.fill(text, new Template.Placeholders(Map.of("route", route), Map.of("value", "< 5")));
    }

    @Test
    void placeholders_areReplaced_andWhatIsNotKnownIsSaid() {
        assertEquals(
                "chat: < 5, unknown, ", fill("{{ $labels.route }}: {{$value}}, {{ $n }}, {{ $labels.model }}", "chat"));
        assertEquals(List.of("$labels.route-x"), Template.unknown("{{ $labels.route-x }} {{ $value }}"));
    }

    @Test
    void operatorsMarkup_stays_andThatOfNamesMeansNothing() {
        assertEquals(
                "<https://wiki.example|runbook>\n\\u003C!channel> \\u202Ex",
                fill("<https://wiki.example|runbook>\n{{ $labels.route }}", "<!channel> \u202Ex"));
    }

    @Test
    void nameThatLooksLikeAPlaceholder_isNotFilled() {
        assertEquals("{{ $value }}", fill("{{ $labels.route }}", "{{ $value }}"));
    }
}
