package dev.weir.topology.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.weir.schemas.avro.TraceEvent;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Properties of any input: the two forms of a request say the same, and no bytes do more than be refused. */
class EquivalenceTest {

    private static final List<String> NAMES = List.of(
            "gen_ai.operation.name",
            "gen_ai.request.model",
            "gen_ai.usage.input_tokens",
            "gen_ai.usage.output_tokens",
            "gen_ai.usage.cache_read.input_tokens",
            "llm.token_count.prompt",
            "openinference.span.kind",
            "langfuse.observation.usage_details",
            "langfuse.observation.completion_start_time",
            "ai.operationId",
            "ai.response.providerMetadata",
            "gen_ai.input.messages",
            "gen_ai.output.messages",
            "llm.input_messages.0.message.content",
            "gen_ai.completion.0.content",
            "gen_ai.response.finish_reasons",
            "annotations.0.annotation.name",
            "annotations.0.annotation.score",
            "gen_ai.cost.total_cost",
            "cache_hit",
            "weir.upstream_probability",
            "http.route",
            "user.id",
            "gen_ai.retrieval.documents",
            "mlflow.spanType");

    private static final List<Object> VALUES = List.of(
            "chat",
            "gpt-4o",
            "LLM",
            "EVALUATOR",
            "ai.generateText.doGenerate",
            "15",
            "",
            "a\u0000b\uD83D\uDE00",
            0L,
            -3L,
            120L,
            Long.MAX_VALUE,
            0.5,
            1e300,
            true,
            false,
            List.of("stop", 1L),
            Map.of("input", 3L),
            "{\"input\":7,\"output\":\"2\"}",
            "[{\"role\":\"user\",\"content\":\"Hi\"}]",
            "{\"anthropic\":{\"usage\":{\"cache_read_input_tokens\":5}}}",
            "{broken",
            "2026-05-28T20:26:41Z",
            new byte[] {1, 2, 3});

    /** What the root of a trace says is only known to the batch that it is in. */
    private static final MapperConfig WITHOUT_ROOTS =
            new MapperConfig(List.of("gen_ai.agent.name", "service.name"), List.of(), List.of(), 100, 1_000, 64, 1_000);

    @Test
    void protobufAndJsonOfOneRequest_sayTheSameAndFitTheContract() {
        long seed = 20261121;
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            ExportTraceServiceRequest request = request(random);
            try {
                for (Mapped mapped : Otlp.map(MapperConfig.DEFAULT, request)) {
                    if (mapped instanceof Mapped.Event event) {
                        assertEquals(
                                event.event(),
                                TraceEvent.fromByteBuffer(event.event().toByteBuffer()));
                    }
                }
            } catch (AssertionError | RuntimeException | IOException e) {
                throw new AssertionError("seed " + seed + ", case " + i + ": " + request, e);
            }
        }
    }

    @Test
    void requestWithEverySpanReadAlone_saysTheSame() {
        long seed = 7;
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            ExportTraceServiceRequest request = request(random);
            List<Object> together =
                    Otlp.comparable(Otlp.map(WITHOUT_ROOTS, request.toByteArray(), SourceFormat.OTLP_PROTO));
            List<Object> apart = new ArrayList<>();
            request.getResourceSpansList()
                    .forEach(group -> group.getScopeSpansList()
                            .forEach(scope -> scope.getSpansList()
                                    .forEach(span -> apart.addAll(Otlp.comparable(Otlp.map(
                                            WITHOUT_ROOTS,
                                            Otlp.request(
                                                            group.getResource().getAttributesList(),
                                                            scope.getScope().getName(),
                                                            span)
                                                    .toByteArray(),
                                            SourceFormat.OTLP_PROTO))))));
            assertEquals(apart, together, "seed " + seed + ", case " + i);
        }
    }

    @Test
    void bytesOfAnyKind_areAtMostRefused() {
        long seed = 20261122;
        Random random = new Random(seed);
        int unreadable = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            unreadable += isUnreadable(bytes, "seed " + seed + ", case " + i) ? 1 : 0;
        }
        assertTrue(unreadable > 2_500, "of random bytes most are no batch: " + unreadable);
    }

    @Test
    void brokenRequests_areAtMostRefused() {
        long seed = 20261123;
        Random random = new Random(seed);
        int unreadable = 0;
        for (int i = 0; i < 3_000; i++) {
            ExportTraceServiceRequest request = request(random);
            byte[] bytes = random.nextBoolean()
                    ? request.toByteArray()
                    : OtlpJson.of(request).getBytes(StandardCharsets.UTF_8);
            for (int hits = 1 + random.nextInt(4); hits > 0 && bytes.length > 0; hits--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            unreadable += isUnreadable(bytes, "seed " + seed + ", case " + i) ? 1 : 0;
        }
        assertTrue(unreadable > 100 && unreadable < 2_900, "some can be read and some cannot: " + unreadable);
    }

    private static boolean isUnreadable(byte[] bytes, String message) {
        OtlpMapper mapper = new OtlpMapper(MapperConfig.DEFAULT);
        int failures = 0;
        for (SourceFormat format : SourceFormat.values()) {
            try {
                mapper.spans(bytes, format, mapped -> {});
                if (format == SourceFormat.OTLP_PROTO || format == SourceFormat.OTLP_JSON) {
                    mapper.logs(bytes, format, mapped -> {});
                }
            } catch (UnreadableBatchException e) {
                failures++;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(message + " in " + format, e);
            }
        }
        return failures == SourceFormat.values().length;
    }

    private static ExportTraceServiceRequest request(Random random) {
        Span[] spans = new Span[random.nextInt(4)];
        for (int i = 0; i < spans.length; i++) {
            spans[i] = span(random);
        }
        return Otlp.request(attributes(random, 2), random.nextInt(3) == 0 ? "litellm" : "", spans);
    }

    private static Span span(Random random) {
        Span.Builder span = Otlp.span()
                .addAllAttributes(attributes(random, 12))
                .setStatus(Status.newBuilder().setCodeValue(random.nextInt(4)))
                .setTraceState(random.nextBoolean() ? "ot=th:" + Integer.toHexString(random.nextInt(1 << 20)) : "");
        if (random.nextInt(10) == 0) {
            span.setSpanId(ByteString.copyFrom(new byte[random.nextInt(12)]));
        }
        if (random.nextInt(10) == 0) {
            span.setStartTimeUnixNano(random.nextLong());
        }
        if (random.nextBoolean()) {
            span.addEvents(Otlp.event("gen_ai.user.message", 1, "content", "Hi"));
            span.addEvents(Otlp.event("gen_ai.evaluation.result", 5, "gen_ai.evaluation.name", "a", "error.type", "b"));
            span.addEvents(Otlp.event("First Token Stream Event", random.nextInt()));
        }
        if (random.nextInt(4) == 0) {
            span.addLinks(
                    Span.Link.newBuilder().setTraceId(Otlp.hex(Otlp.TRACE_ID)).setSpanId(Otlp.hex(Otlp.SPAN_ID)));
        }
        return span.build();
    }

    private static List<KeyValue> attributes(Random random, int most) {
        Map<String, Object> chosen = new HashMap<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            chosen.put(NAMES.get(random.nextInt(NAMES.size())), VALUES.get(random.nextInt(VALUES.size())));
        }
        List<Object> pairs = new ArrayList<>();
        chosen.forEach((name, value) -> pairs.addAll(List.of(name, value)));
        return Otlp.attributes(pairs.toArray());
    }
}
