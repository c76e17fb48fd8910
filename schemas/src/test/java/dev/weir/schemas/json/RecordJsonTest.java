package dev.weir.schemas.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.DimensionQuality;
import dev.weir.schemas.avro.EvaluatorQuality;
import dev.weir.schemas.avro.Exemplar;
import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.avro.WindowSpend;
import dev.weir.schemas.avro.WindowStats;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordJsonTest {

    static Stream<Schema> records() {
        return Stream.of(
                WindowStats.getClassSchema(),
                WindowQuality.getClassSchema(),
                WindowSpend.getClassSchema(),
                Alert.getClassSchema());
    }

    /** A field that another value of it does not change has been lost on the way. */
    @ParameterizedTest
    @MethodSource("records")
    void everyField_reachesTheObject(Schema schema) {
        List<String> lost = new ArrayList<>();
        SpecificRecord record = SampleRecords.of(schema, 1);
        addLost(record, record, schema.getName(), lost);

        assertEquals(List.of(), lost);
    }

    private static void addLost(SpecificRecord whole, SpecificRecord part, String path, List<String> lost) {
        for (Field field : part.getSchema().getFields()) {
            String name = path + "." + field.name();
            Schema schema = TraceEventJson.presentBranch(field.schema());
            Object former = part.get(field.pos());
            JsonNode before = RecordJson.of(whole);
            part.put(field.pos(), SampleRecords.value(schema, 2));
            if (before.equals(RecordJson.of(whole))) {
                lost.add(name);
            }
            part.put(field.pos(), former);
            if (schema.getType() == Schema.Type.ARRAY) {
                addLost(whole, (SpecificRecord) ((List<?>) former).get(0), name, lost);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyObject_isWhatItsShapeSays(Schema schema) {
        ObjectNode json = RecordJson.of(SampleRecords.of(schema, 1));

        assertEquals(List.of(), Shapes.problems(RecordJson.shapeOf(schema), json));
    }

    @Test
    void names_areThoseThatUsersKnow() {
        ObjectNode window = RecordJson.of(SampleRecords.of(WindowStats.getClassSchema(), 1));

        for (String name : List.of(
                "tenant",
                "route",
                "model",
                "version",
                "start",
                "end",
                "revision",
                "calls",
                "errors",
                "hard_errors",
                "soft_errors",
                "refusals",
                "refusals_by_source",
                "input_tokens",
                "cost_usd",
                "unpriced_calls",
                "latency_ms",
                "ttft_ms",
                "tbt_ms",
                "input_tokens_per_call",
                "finish_reasons",
                "slower_than")) {
            assertTrue(window.has(name), name);
        }
        assertEquals("window", window.path("type").asText());
        assertEquals(2_002, window.path("errors").asLong());
        assertEquals(1_001, window.path("refusals").asLong());
        assertEquals("2026-09-21T14:13:21Z", window.path("start").asText());
    }

    @Test
    void money_isAnExactDecimalInUsd() {
        WindowStats window = stats();
        window.setCostNanoUsd(9_007_199_254_740_993_001L);

        assertTrue(RecordJson.of(window).toString().contains("\"cost_usd\":9007199254.740993001"));
        window.setCostNanoUsd(20_000_000_000L);
        assertTrue(RecordJson.of(window).toString().contains("\"cost_usd\":20,"));
    }

    @Test
    void singleCall_readsItsOwnNumbers() {
        WindowStats window = stats();
        window.setInputTokens(1_200);
        window.setInputTokensPerCall(SampleRecords.sketch(1_200));
        window.setLatencyMicros(SampleRecords.sketch(1_234_567));
        window.setExemplars(List.of(exemplar("s", "slow", 1_234_567)));

        ObjectNode json = RecordJson.of(window);

        assertEquals(1_200, json.path("input_tokens_per_call").path("p50").asLong());
        assertEquals("1234.567", json.path("latency_ms").path("p99").asText());
    }

    @Test
    void slowestCalls_areExactAmongMany() {
        WindowStats window = stats();
        window.setLatencyMicros(SampleRecords.sketch(1_000_001, 1_000_002, 3_000_003, 5_000_005));
        window.setExemplars(List.of(
                exemplar("a", "slow", 5_000_005),
                exemplar("b", "slow", 3_000_003),
                exemplar("c", "slow", 1_000_002),
                exemplar("d", "error", -1)));

        JsonNode latency = RecordJson.of(window).path("latency_ms");

        assertEquals("1000.002", latency.path("p50").asText());
        assertEquals("3000.003", latency.path("p90").asText());
        assertEquals(4, latency.path("n").asLong());
    }

    @Test
    void exactValue_thatIsNotOfTheRank_isLeft() {
        WindowStats window = stats();
        window.setLatencyMicros(SampleRecords.sketch(2_000_000, 9_000_000));
        window.setExemplars(List.of(exemplar("a", "slow", 9_000_000), exemplar("b", "slow", 100)));

        double p50 = RecordJson.of(window).path("latency_ms").path("p50").asDouble();

        assertEquals(2_000, p50, 20);
    }

    @Test
    void unknownValues_areAbsent() {
        WindowStats window = stats();
        window.setTtftMicros(SampleRecords.sketch());
        window.setExemplars(List.of(exemplar("a", "error", -1)));
        ObjectNode json = RecordJson.of(window);

        assertEquals("{\"n\":0}", json.path("ttft_ms").toString());
        assertFalse(json.path("exemplars").path(0).has("latency_ms"));
    }

    @Test
    void twoScalesOfOneDimension_areBothThere() {
        WindowQuality quality = (WindowQuality) SampleRecords.of(WindowQuality.getClassSchema(), 1);
        EvaluatorQuality evaluator = quality.getEvaluators().get(0);
        DimensionQuality score = (DimensionQuality) SampleRecords.of(DimensionQuality.getClassSchema(), 1);
        DimensionQuality rate = (DimensionQuality) SampleRecords.of(DimensionQuality.getClassSchema(), 1);
        score.setScale(Scale.SCORE);
        rate.setScale(Scale.RATE);
        evaluator.setDimensions(List.of(score, rate));

        JsonNode dimensions =
                RecordJson.of(quality).path("evaluators").path("text-1").path("dimensions");

        assertEquals("score", dimensions.path("text-1").path("scale").asText());
        assertEquals("rate", dimensions.path("text-1 (rate)").path("scale").asText());
        assertNotEquals(dimensions.path("text-1"), dimensions.path("text-1 (rate)"));
    }

    private static WindowStats stats() {
        return (WindowStats) SampleRecords.of(WindowStats.getClassSchema(), 1);
    }

    private static Exemplar exemplar(String span, String reason, long latencyMicros) {
        return new Exemplar("trace", span, reason, latencyMicros);
    }
}
