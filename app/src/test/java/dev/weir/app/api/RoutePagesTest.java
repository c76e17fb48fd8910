package dev.weir.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Answers in pages and as tables. */
class RoutePagesTest extends AnalystServer {

    @Test
    void pages_coverEveryRowOnceInTheOrderAskedFor() throws Exception {
        for (int i = 0; i < 7; i++) {
            if (i == 3) {
                questions.addRow().put("route", "unknown");
            } else {
                questions.addRow().put("route", "r" + i).put("cost_usd", i % 3);
            }
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        for (int pages = 0; pages < 4; pages++) {
            JsonNode answer = json("windows?sort=-cost_usd&limit=2" + cursor);
            answer.path("windows").forEach(row -> seen.add(row.path("route").asText()));
            cursor = "&cursor=" + answer.path("next_cursor").asText();
            assertEquals(pages < 3, answer.has("next_cursor"));
        }
        assertEquals(List.of("r2", "r5", "r1", "r4", "r0", "r6", "unknown"), seen);
    }

    @Test
    void cursor_keepsTheRangeAndIsOfOneQuestion() throws Exception {
        questions.addRow();
        questions.addRow();
        questions.newest = OptionalLong.of(millis("2026-11-21T08:00:00Z"));
        String cursor = json("windows?limit=1").path("next_cursor").asText();
        questions.newest = OptionalLong.of(millis("2026-11-21T11:00:00Z"));

        assertEquals(
                "2026-11-21T08:00:00Z",
                json("windows?limit=1&cursor=" + cursor).path("to").asText());
        assertEquals(400, get("windows?route=a&cursor=" + cursor, "*/*").statusCode());
    }

    @Test
    void link_leadsToTheNextPage() throws Exception {
        questions.addRow();
        questions.addRow();
        String link = get("windows?limit=1&route=a%20b", "text/csv")
                .headers()
                .firstValue("link")
                .orElse("");

        assertTrue(link.startsWith("</api/v1/windows?cursor=") && link.endsWith(">; rel=\"next\""), link);
        assertTrue(link.contains("route=a+b"), link);
    }

    @Test
    void csv_isChosenByAcceptOrFormat() throws Exception {
        questions.addRow().put("model", "m").put("calls", 3).put("cost_usd", 0.25);

        HttpResponse<String> answer = get("windows", "text/csv");
        assertEquals("text/csv", answer.headers().firstValue("content-type").orElse(""));
        assertEquals("false", answer.headers().firstValue("weir-partial").orElse(""));
        assertTrue(answer.body().startsWith("\"type\",\"tenant\","), answer.body());
        assertEquals(
                answer.body(), get("windows?format=csv", "application/json").body());
        assertEquals("{", get("windows", "text/csv;q=0.5, */*").body().substring(0, 1));
        assertEquals(406, get("windows", "image/png").statusCode());
    }
}
