package dev.weir.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.app.config.HttpConfig;
import dev.weir.app.http.HttpServer;
import dev.weir.schemas.Dimension;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertKind;
import dev.weir.schemas.avro.AlertStatus;
import dev.weir.topology.Kinds;
import dev.weir.topology.query.Question;
import dev.weir.topology.view.ListedWindows;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnalystRoutesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:30Z");

    private final HttpClient client = HttpClient.newHttpClient();
    private final FakeQuestions questions = new FakeQuestions();
    private final List<Alert> history = new ArrayList<>();
    private boolean measures = true;
    private HttpServer server;

    @BeforeEach
    void start() {
        Alerts alerts = new Alerts() {
            @Override
            public List<Alert> active() {
                return history;
            }

            @Override
            public List<Alert> history() {
                return history;
            }
        };
        server = HttpServer.start(
                HttpConfig.DEFAULT.withPort(0),
                List.of(new AnalystRoutes(
                        () -> measures,
                        () -> Optional.of(questions),
                        () -> Optional.of(alerts),
                        Clock.fixed(NOW, ZoneOffset.UTC))));
    }

    @AfterEach
    void close() {
        server.close();
    }

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

    @Test
    void everyListedKind_hasARouteWithTheParametersOfWindows() throws Exception {
        questions.addRow().put("route", "r");
        for (ListedWindows<?> kind : Kinds.LISTED) {
            JsonNode answer = json(kind.kind() + "?step=1h&from=-6h&by=route&route=r");
            assertEquals(kind.kind(), questions.kind);
            assertEquals(3_600_000L, asked().step());
            assertEquals(Set.of("route"), asked().by());
            assertEquals(1, answer.path(kind.kind()).size());
        }
    }

    @Test
    void missingPartitions_areSaid() throws Exception {
        questions.missing = Set.of(2);
        JsonNode answer = json("quality");

        assertTrue(answer.path("partial").asBoolean());
        assertEquals("[2]", answer.path("missing_partitions").toString());
        assertEquals(7, answer.path("stale_ms").asLong());
    }

    @Test
    void storesThatMove_areToBeAskedAgain() throws Exception {
        questions.moving = true;
        HttpResponse<String> answer = get("windows", "*/*");

        assertEquals(503, answer.statusCode());
        assertEquals("2", answer.headers().firstValue("retry-after").orElse(""));
    }

    @Test
    void processWithoutWindows_saysWhoHasThem() throws Exception {
        measures = false;

        assertTrue(get("windows", "*/*").body().contains("expected one with the role topology"));
        assertEquals(200, get("alerts", "*/*").statusCode());
    }

    @Test
    void counters_areObjectsByStore() throws Exception {
        assertEquals(3, json("counters").path("ingest").path("read").asLong());
        assertEquals(
                "\"store\",\"name\",\"count\"\r\n\"ingest\",\"read\",3\r\n",
                get("counters", "text/csv").body());
    }

    @Test
    void history_isInOrderOfTimeWhateverTheOrderItWasReadIn() throws Exception {
        history.add(alert("b", "2026-11-21T08:02:00Z", AlertStatus.RESOLVED));
        history.add(alert("a", "2026-11-21T08:03:00Z", AlertStatus.FIRING));
        history.add(alert("b", "2026-11-21T08:01:00Z", AlertStatus.FIRING));

        assertEquals(
                List.of("08:01", "08:02", "08:03"),
                texts(json("alerts/history"), "last_evaluated_at").stream()
                        .map(time -> time.substring(11, 16))
                        .toList());
        assertEquals(List.of("a"), texts(json("alerts/history?sort=-last_evaluated_at&limit=1"), "alert_id"));
        assertEquals(
                1,
                texts(json("alerts/history?status=resolved&route=shop"), "alert_id")
                        .size());
        assertEquals(0, texts(json("alerts/history?route=other"), "alert_id").size());
        assertEquals(
                1,
                texts(json("alerts/history?from=2026-11-21T08:03:00Z"), "alert_id")
                        .size());
    }

    @Test
    void root_leadsToEveryRoute() throws Exception {
        HttpResponse<String> root = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode links = new ObjectMapper().readTree(root.body()).path("links");

        assertEquals("/api/v1/windows", links.path("windows").asText());
        assertEquals("/api/openapi.json", links.path("openapi").asText());
    }

    private static List<String> texts(JsonNode answer, String name) {
        List<String> texts = new ArrayList<>();
        answer.path("alerts").forEach(alert -> texts.add(alert.path(name).asText()));
        return texts;
    }

    private static Alert alert(String id, String evaluated, AlertStatus status) {
        Instant time = Instant.parse(evaluated);
        return Alert.newBuilder()
                .setAlertId(id)
                .setEventId(id + evaluated)
                .setRevision(0)
                .setRuleId("SlowAnswers")
                .setRuleVersion("1")
                .setKind(AlertKind.THRESHOLD)
                .setStatus(status)
                .setSeverity("warning")
                .setLabels(Map.of("route", "shop"))
                .setAnnotations(Map.of())
                .setMetric("latency")
                .setStatistic("p95")
                .setOperator(">")
                .setUnit("ms")
                .setN(3)
                .setWindowStart(time)
                .setWindowEnd(time)
                .setStartsAt(time)
                .setLastEvaluatedAt(time)
                .setSummary("slow")
                .build();
    }

    private Question asked() {
        if (questions.asked == null) {
            throw new AssertionError("nothing was asked");
        }
        return questions.asked;
    }

    private static long millis(String time) {
        return Instant.parse(time).toEpochMilli();
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = get(path, "application/json");
        assertEquals(200, answer.statusCode(), answer.body());
        return new ObjectMapper().readTree(answer.body());
    }

    private HttpResponse<String> get(String path, String accept) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1/" + path))
                        .header("Accept", accept)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
