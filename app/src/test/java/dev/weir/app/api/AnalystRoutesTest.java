package dev.weir.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.topology.Kinds;
import dev.weir.topology.view.ListedWindows;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnalystRoutesTest extends AnalystServer {

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
    void root_leadsToEveryRoute() throws Exception {
        HttpResponse<String> root = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode links = new ObjectMapper().readTree(root.body()).path("links");

        assertEquals("/api/v1/windows", links.path("windows").asText());
        assertEquals("/api/openapi.json", links.path("openapi").asText());
    }
}
