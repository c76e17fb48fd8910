package dev.weir.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.schemas.Dimension;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The parameters of a question: defaults, ranges, filters, and what is refused. */
class RouteParametersTest extends AnalystServer {

    @Test
    void withoutARange_theLastHourWithWindowsIsAnswered() throws Exception {
        questions.newest = OptionalLong.of(millis("2026-11-21T08:07:00Z"));

        JsonNode answer = json("windows?step=5m");

        assertEquals("2026-11-21T07:05:00Z", answer.path("from").asText());
        assertEquals("2026-11-21T08:10:00Z", answer.path("to").asText());
        assertEquals("5m", answer.path("step").asText());
        assertEquals(millis("2026-11-21T07:05:00Z"), asked().from());
    }

    @Test
    void withoutWindows_theRangeEndsNow() throws Exception {
        assertEquals("2026-11-21T12:01:00Z", json("windows").path("to").asText());
    }

    @Test
    void relativeTimes_countFromNow() throws Exception {
        json("windows?from=-6h&to=-30m");

        assertEquals(millis("2026-11-21T06:00:00Z"), asked().from());
        assertEquals(millis("2026-11-21T11:31:00Z"), asked().to());
    }

    @Test
    void everyDimension_isAFilter() throws Exception {
        json("windows?tenant=a&environment=b&route=c&provider=d&model=e&version=f&by=environment,provider");

        assertEquals(
                Map.of(
                        Dimension.TENANT, "a",
                        Dimension.ENVIRONMENT, "b",
                        Dimension.ROUTE, "c",
                        Dimension.PROVIDER, "d",
                        Dimension.MODEL, "e",
                        Dimension.VERSION, "f"),
                asked().filters());
        assertEquals(Set.of("environment", "provider"), asked().by());
        json("windows?by=");
        assertEquals(Set.of(), asked().by());
    }

    @Test
    void everyWrongParameter_isNamedAtOnce() throws Exception {
        HttpResponse<String> answer = get("windows?step=90s&limit=0&colour=red&sort=cost&by=route,route", "*/*");

        assertEquals(400, answer.statusCode());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("content-type").orElse(""));
        JsonNode problem = new ObjectMapper().readTree(answer.body());
        assertEquals("about:blank", problem.path("type").asText());
        assertEquals("Bad Request", problem.path("title").asText());
        List<String> named = new ArrayList<>();
        problem.path("problems")
                .forEach(one -> named.add(
                        one.path("parameter").asText() + "=" + one.path("value").asText()));
        assertEquals(Set.of("step=90s", "limit=0", "colour=red", "sort=cost", "by=route,route"), Set.copyOf(named));
        problem.path("problems")
                .forEach(one -> assertFalse(one.path("expected").asText().isEmpty()));
    }

    @Test
    void parametersOfOtherRoutes_areRefused() throws Exception {
        for (String path : List.of(
                "series?step=5m",
                "counters?limit=3",
                "prices/missing?step=1h",
                "alerts?from=-1h",
                "spend?step=5m",
                "spend?by=user&route=a",
                "spend?by=feature&model=a",
                "windows?from=-1h&to=-2h",
                "windows?from=-30d&step=1m",
                "windows?cursor=abc",
                "windows?from=yesterday")) {
            assertEquals(400, get(path, "*/*").statusCode(), path);
        }
        assertEquals(200, get("spend?by=model&route=a", "*/*").statusCode());
        assertEquals(200, get("spend?by=user&tenant=a", "*/*").statusCode());
    }

    @Test
    void spend_isOfTheRangeOrOfEachStep() throws Exception {
        json("spend?by=provider&from=2026-11-21T08:20:00Z&to=2026-11-21T09:20:00Z");
        assertEquals("provider", questions.by);
        assertFalse(questions.perStep);
        assertEquals(millis("2026-11-21T08:00:00Z"), asked().from());
        assertEquals(millis("2026-11-21T10:00:00Z"), asked().to());

        json("spend?step=1d&from=-3d");
        assertTrue(questions.perStep);
        assertEquals(86_400_000L, asked().step());
    }
}
