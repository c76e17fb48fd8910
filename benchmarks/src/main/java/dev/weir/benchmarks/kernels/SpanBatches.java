package dev.weir.benchmarks.kernels;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Seeded export requests as a Collector puts them on Kafka: two in four spans are calls by OpenTelemetry's names with the
 * texts of prompt and answer, one is by OpenInference's names, one is an HTTP request.
 */
final class SpanBatches {

    static final int SPANS = 100;
    private static final int TEXT = 500;
    private static final long START = 1_780_000_000_000_000_000L;

    private SpanBatches() {}

    static List<byte[]> of(int batches, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
            ScopeSpans.Builder scope = ScopeSpans.newBuilder();
            for (int j = 0; j < SPANS; j++) {
                scope.addSpans(span(random, j));
            }
            Resource resource = Resource.newBuilder()
                    .addAttributes(text("service.name", "shop"))
                    .addAttributes(text("deployment.environment.name", "production"))
                    .build();
            requests.add(ExportTraceServiceRequest.newBuilder()
                    .addResourceSpans(
                            ResourceSpans.newBuilder().setResource(resource).addScopeSpans(scope))
                    .build()
                    .toByteArray());
        }
        return requests;
    }

    private static Span span(SplittableRandom random, int place) {
        long start = START + random.nextLong(3_600_000_000_000L);
        Span.Builder span = Span.newBuilder()
                .setTraceId(id(random, 16))
                .setSpanId(id(random, 8))
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + 1_000_000 + random.nextLong(5_000_000_000L));
        return switch (place % 4) {
            case 0, 1 -> openTelemetry(span, random).build();
            case 2 -> openInference(span, random).build();
            default -> http(span).build();
        };
    }

    private static Span.Builder openTelemetry(Span.Builder span, SplittableRandom random) {
        return span.setName("chat gpt-4o")
                .addAttributes(text("gen_ai.operation.name", "chat"))
                .addAttributes(text("gen_ai.provider.name", "openai"))
                .addAttributes(text("gen_ai.request.model", "gpt-4o"))
                .addAttributes(text("gen_ai.response.model", "gpt-4o-2024-08-06"))
                .addAttributes(text("gen_ai.response.id", "chatcmpl-" + random.nextLong(1_000_000_000)))
                .addAttributes(number("gen_ai.usage.input_tokens", 100 + random.nextInt(4_000)))
                .addAttributes(number("gen_ai.usage.output_tokens", 1 + random.nextInt(900)))
                .addAttributes(number("gen_ai.usage.cache_read.input_tokens", random.nextInt(100)))
                .addAttributes(text("gen_ai.conversation.id", "c" + random.nextInt(10_000)))
                .addAttributes(text("user.id", "u" + random.nextInt(10_000)))
                .addAttributes(text("weir.route", "route-" + random.nextInt(50)))
                .addAttributes(text("gen_ai.input.messages", messages("user", random)))
                .addAttributes(text("gen_ai.output.messages", messages("assistant", random)));
    }

    private static Span.Builder openInference(Span.Builder span, SplittableRandom random) {
        return span.setName("ChatCompletion")
                .addAttributes(text("openinference.span.kind", "LLM"))
                .addAttributes(text("llm.provider", "anthropic"))
                .addAttributes(text("llm.model_name", "claude-sonnet-4-5"))
                .addAttributes(number("llm.token_count.prompt", 100 + random.nextInt(4_000)))
                .addAttributes(number("llm.token_count.completion", 1 + random.nextInt(900)))
                .addAttributes(text("llm.input_messages.0.message.role", "user"))
                .addAttributes(text("llm.input_messages.0.message.content", words(random)))
                .addAttributes(text("llm.output_messages.0.message.role", "assistant"))
                .addAttributes(text("llm.output_messages.0.message.content", words(random)))
                .addAttributes(text("session.id", "s" + random.nextInt(10_000)));
    }

    private static Span.Builder http(Span.Builder span) {
        return span.setName("POST /ask")
                .addAttributes(text("http.request.method", "POST"))
                .addAttributes(text("http.route", "/ask"))
                .addAttributes(text("url.path", "/ask"))
                .addAttributes(number("http.response.status_code", 200))
                .addAttributes(text("server.address", "shop.example"));
    }

    private static String messages(String role, SplittableRandom random) {
        return "[{\"role\":\"" + role + "\",\"parts\":[{\"type\":\"text\",\"content\":\"" + words(random) + "\"}]}]";
    }

    private static String words(SplittableRandom random) {
        StringBuilder words = new StringBuilder(TEXT + 12);
        while (words.length() < TEXT) {
            for (int letters = 2 + random.nextInt(8); letters > 0; letters--) {
                words.append((char) ('a' + random.nextInt(26)));
            }
            words.append(' ');
        }
        return words.toString();
    }

    private static ByteString id(SplittableRandom random, int bytes) {
        byte[] id = new byte[bytes];
        random.nextBytes(id);
        id[0] |= 1;
        return ByteString.copyFrom(id);
    }

    private static KeyValue text(String name, String value) {
        return KeyValue.newBuilder()
                .setKey(name)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static KeyValue number(String name, long value) {
        return KeyValue.newBuilder()
                .setKey(name)
                .setValue(AnyValue.newBuilder().setIntValue(value))
                .build();
    }
}
