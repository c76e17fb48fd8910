package dev.weir.topology.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.avro.TraceEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Payloads that other projects test with: 69 requests, the usage that Langfuse expects of nine of them, and what attributes
 * mean by its tests. Langfuse's parts do not overlap, ours are inclusive; compared are the parts.
 */
class RealPayloadsTest {

    /** Where Langfuse means something else by a name, by row and part; none of them is arithmetic. */
    private static final Map<String, String> OTHER_CONVENTION = Map.of(
            "7677 output", "audio is left inside the text part, although OpenInference's is taken out of it",
            "2224 input", "audio is left inside the text part",
            "2224 output", "audio is left inside the text part",
            "2224 cache_audio_read_tokens", "we have no part for cached audio, which is billed as cached",
            "7948 output",
                    "reasoning above the output is cut to it; we take it to stand beside the output, as for caches");

    @Test
    void everyPayload_isUnpackedAndEverySpanHasOneOutcome() {
        Map<String, Integer> outcomes = new TreeMap<>();
        for (JsonNode row : RealData.lines("otlp/otlp_trace_requests.jsonl.gz")) {
            List<Mapped> mapped = map(row);
            long spans = mapped.stream()
                    .filter(one -> !(one instanceof Mapped.Evaluated))
                    .count();
            assertEquals(RealData.spansIn(row.get("otlp")), spans, row.get("id").asText());
            for (Mapped one : mapped) {
                outcomes.merge(one.getClass().getSimpleName(), 1, Integer::sum);
                if (row.get("strict_otlp_valid").asBoolean()) {
                    assertTrue(!(one instanceof Mapped.Refused), "a valid span is refused: " + one);
                }
                if (one instanceof Mapped.Refused refused) {
                    assertEquals(
                            refused.field(),
                            ((Mapped.Refused) Otlp.map(MapperConfig.DEFAULT, refused.record(), SourceFormat.OTLP_JSON)
                                            .get(0))
                                    .field(),
                            "refused alone as in its batch");
                }
            }
        }
        System.out.println("real payloads: " + outcomes);
        assertEquals(Map.of("Event", 53, "Ignored", 12, "Refused", 14), outcomes);
    }

    @Test
    void everyExpectedUsage_holdsOrIsListed() {
        int held = 0;
        List<String> differing = new ArrayList<>();
        for (JsonNode row : RealData.lines("otlp/otlp_trace_requests.jsonl.gz")) {
            if (!row.get("expected_usage").isObject()) {
                continue;
            }
            TraceEvent event = Otlp.only(map(row)).event();
            String id = row.get("id").asText().replaceAll(".*-", "");
            for (var expected : row.get("expected_usage").properties()) {
                Long ours = part(expected.getKey(), event, row.get("expected_usage"));
                Long theirs = expected.getValue().isNull()
                        ? null
                        : Long.valueOf(expected.getValue().asLong());
                if (Objects.equals(ours, theirs)) {
                    held++;
                } else {
                    differing.add(id + " " + expected.getKey());
                }
            }
        }
        System.out.println("expected usage: " + held + " parts hold, listed as other convention: " + differing);
        assertEquals(OTHER_CONVENTION.keySet(), new HashSet<>(differing));
        assertEquals(43, held);
    }

    private static List<Mapped> map(JsonNode row) {
        return Otlp.map(
                MapperConfig.DEFAULT,
                row.get("otlp").toString().getBytes(StandardCharsets.UTF_8),
                SourceFormat.OTLP_JSON);
    }

    /** One of Langfuse's disjoint parts, from our counts. */
    private static @Nullable Long part(String name, TraceEvent event, JsonNode expected) {
        Long write = event.getCacheWriteInputTokens();
        Long write1h = event.getCacheWrite1hInputTokens();
        boolean split = expected.path("input_cache_creation_5m").isNumber();
        return switch (name) {
            case "input" ->
                event.getInputTokens() == null
                        ? null
                        : Long.valueOf(event.getInputTokens()
                                - orZero(event.getCacheReadInputTokens())
                                - orZero(write)
                                - orZero(event.getAudioInputTokens()));
            case "output" ->
                event.getOutputTokens() == null
                        ? null
                        : Long.valueOf(event.getOutputTokens()
                                - orZero(event.getReasoningOutputTokens())
                                - orZero(event.getAudioOutputTokens()));
            case "total" -> orZero(event.getInputTokens()) + orZero(event.getOutputTokens());
            case "input_cached_tokens" -> event.getCacheReadInputTokens();
            case "input_cache_creation" -> split ? Long.valueOf(0) : write;
            case "input_cache_creation_5m" -> split && write != null ? Long.valueOf(write - orZero(write1h)) : null;
            case "input_cache_creation_1h" -> write1h;
            case "output_reasoning_tokens" -> event.getReasoningOutputTokens();
            case "output_audio_tokens" -> event.getAudioOutputTokens();
            case "input_audio_tokens" -> event.getAudioInputTokens();
            default -> null; // the provider's own names, which must not appear as parts
        };
    }

    private static long orZero(@Nullable Long count) {
        return count == null ? 0 : count;
    }
}
