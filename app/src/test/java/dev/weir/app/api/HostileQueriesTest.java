package dev.weir.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.config.HttpConfig;
import dev.weir.app.http.Health;
import dev.weir.app.http.HostileRequests;
import dev.weir.app.http.HttpServer;
import dev.weir.app.http.LogLines;
import dev.weir.app.http.Metrics;
import dev.weir.app.http.SchemaRoutes;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.registry.EmbeddedRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** No request, however wrong, is a defect of the server, fills its log or gets a session. */
class HostileQueriesTest {

    private static final int REQUESTS = 3_000;
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:30Z"), ZoneOffset.UTC);

    private static final Alerts NONE = new Alerts() {
        @Override
        public List<Alert> active() {
            return List.of();
        }

        @Override
        public List<Alert> history() {
            return List.of();
        }
    };

    @Test
    void everyRequest_isAnsweredWithoutADefectALineOrASession() throws Exception {
        long seed = Long.getLong("weir.seed", new Random().nextLong());
        FakeQuestions questions = new FakeQuestions();
        questions.addRow().put("route", "a").put("cost_usd", 1);
        questions.addRow().put("route", "b");
        List<String> defects = new ArrayList<>();
        Map<String, Integer> statuses = new TreeMap<>();
        try (LogLines lines = new LogLines();
                Metrics metrics = new Metrics();
                HttpServer server = HttpServer.start(
                        HttpConfig.DEFAULT.withPort(0),
                        List.of(
                                new Health(Map::of, Map::of, () -> true),
                                metrics,
                                new SchemaRoutes(new EmbeddedRegistry()),
                                new AnalystRoutes(
                                        () -> true, () -> Optional.of(questions), () -> Optional.of(NONE), CLOCK)))) {
            HostileRequests requests = HostileRequests.of(seed, "http://127.0.0.1:" + server.port());
            for (int i = 0; i < REQUESTS; i++) {
                byte[] request = requests.next();
                String answer = HostileRequests.answer(server.port(), request);
                String status = answer.length() < 12 ? "none" : answer.substring(9, 12);
                statuses.merge(status, 1, Integer::sum);
                if (HostileRequests.isDefect(answer)) {
                    defects.add(new String(request, StandardCharsets.ISO_8859_1) + "\n-> " + answer);
                }
            }
            String seen = "seed " + seed + ", " + statuses + "\n";
            assertEquals(List.of(), defects.stream().limit(3).toList(), seen + defects.size());
            assertEquals(
                    List.of(),
                    lines.all().stream().limit(5).toList(),
                    seen + lines.all().size());
            assertTrue(statuses.getOrDefault("200", 0) > REQUESTS / 20, seen);
            assertTrue(statuses.getOrDefault("400", 0) > REQUESTS / 20, seen);
        }
    }
}
