package dev.weir.topology.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.json.TraceEventJson;
import dev.weir.topology.otlp.span.Repair;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * One file of spans for each dialect, written after the facts of its conventions, with the whole event that each has to become
 * and every repair. Fields that all spans share (ids, times, name) are left out of the files.
 */
class DialectFixturesTest {

    private static final List<String> DIALECTS = List.of(
            "otel-gen-ai",
            "openinference",
            "openllmetry",
            "langfuse",
            "vercel-ai",
            "litellm",
            "openlit",
            "mlflow",
            "pydantic-ai",
            "google-adk",
            "livekit",
            "genkit",
            "weir");

    private static final Set<String> SHARED = Set.of("trace_id", "span_id", "name", "start_time", "duration_micros");

    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> everySpan_becomesTheEventOfItsFixture() {
        return DIALECTS.stream().flatMap(dialect -> {
            List<DynamicTest> tests = new ArrayList<>();
            JsonNode cases = fixture(dialect).get("cases");
            assertTrue(!cases.isEmpty(), dialect);
            cases.forEach(one ->
                    tests.add(dynamicTest(dialect + ": " + one.get("name").asText(), () -> check(one))));
            return tests.stream();
        });
    }

    private static void check(JsonNode given) throws IOException {
        Mapped.Event mapped = Otlp.only(Otlp.map(
                MapperConfig.DEFAULT,
                Otlp.request(pairs(given.path("resource")), given.path("scope").asText(""), span(given))));

        assertEquals(expected(given.get("event")), comparable(mapped.event()));
        Set<String> repairs = new TreeSet<>();
        mapped.repairs().stream()
                .filter(repair -> repair != Repair.PROBABILITY_ASSUMED)
                .forEach(repair -> repairs.add(repair.wireName()));
        Set<String> wanted = new TreeSet<>();
        given.path("repairs").forEach(repair -> wanted.add(repair.asText()));
        assertEquals(wanted, repairs);
        assertEquals(
                mapped.event().getUpstreamProbability() == null,
                mapped.repairs().contains(Repair.PROBABILITY_ASSUMED));
    }

    private static JsonNode expected(JsonNode event) {
        ObjectNode all = event.deepCopy();
        if (!all.has("status")) {
            all.put("status", "UNSET");
        }
        if (all.get("attributes").isEmpty()) {
            all.remove("attributes");
        }
        return all;
    }

    private static JsonNode comparable(TraceEvent event) throws IOException {
        ObjectNode all = (ObjectNode) JSON.readTree(TraceEventJson.write(event));
        all.remove(SHARED);
        return all;
    }

    private static Span span(JsonNode given) {
        Span.Builder span = Otlp.span()
                .addAllAttributes(pairs(given.get("attributes")))
                .setTraceState(given.path("trace_state").asText(""))
                .setStatus(Status.newBuilder().setCodeValue(given.path("status").asInt(0)));
        given.path("events")
                .forEach(event ->
                        span.addEvents(Otlp.event(
                                        event.get("name").asText(),
                                        event.path("after_millis").asLong(0) * 1_000_000L)
                                .toBuilder()
                                .addAllAttributes(pairs(event.get("attributes")))));
        return span.build();
    }

    private static List<KeyValue> pairs(JsonNode attributes) {
        List<Object> pairs = new ArrayList<>();
        attributes.properties().forEach(pair -> {
            pairs.add(pair.getKey());
            pairs.add(plain(pair.getValue()));
        });
        return Otlp.attributes(pairs.toArray());
    }

    private static Object plain(JsonNode node) {
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(element -> list.add(plain(element)));
            return list;
        }
        if (node.isObject()) {
            Map<String, Object> map = new HashMap<>();
            node.properties().forEach(pair -> map.put(pair.getKey(), plain(pair.getValue())));
            return map;
        }
        if (node.isIntegralNumber()) {
            return node.longValue();
        }
        return node.isNumber() ? node.doubleValue() : node.isBoolean() ? node.booleanValue() : node.asText();
    }

    private static JsonNode fixture(String dialect) {
        try (InputStream in = DialectFixturesTest.class.getResourceAsStream("/otlp/" + dialect + ".json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException("no fixture for " + dialect, e);
        }
    }
}
