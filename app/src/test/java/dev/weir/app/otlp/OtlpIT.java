package dev.weir.app.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The OpenTelemetry SDK's own exporter, a Kafka inside the process and the whole way to the answers. */
class OtlpIT {

    private static final String SPANS = "otlp_spans";
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String EVALUATION = "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{"
            + "\"eventName\":\"gen_ai.evaluation.result\",\"traceId\":\"0af7651916cd43dd8448eb211c80319c\","
            + "\"spanId\":\"00f067aa0ba902b7\",\"attributes\":[{\"key\":\"gen_ai.evaluation.name\","
            + "\"value\":{\"stringValue\":\"relevance\"}}]}]}]}]}";
    private static final int CALLS = 600;
    private static final Instant START =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofMinutes(50));
    private static final String QUESTION = "/api/v1/windows?step=1m&from=" + START + "&to=" + START.plusSeconds(3600);

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void exporterOverHttpAndTheSameBytesOnKafka_giveTheSameWindows() throws Exception {
        JsonNode overHttp;
        List<byte[]> records = new ArrayList<>();
        try (OtlpProcess weir = new OtlpProcess(directory.resolve("http"))) {
            export(weir.url());
            overHttp = windows(weir, CALLS);
            for (ConsumerRecord<byte[], byte[]> record : records(weir)) {
                assertEquals(32, record.key().length, "one trace a record, and its id the key");
                records.add(record.value());
            }
            assertEquals(2L * CALLS, weir.counters().path("read").asLong(), "each call has a parent that is none");
            assertEquals(CALLS, weir.counters().path("ignored/not-llm").asLong());
            sendAgain(weir, records, true);
            weir.awaitCounter("duplicates", CALLS);
            assertEquals(overHttp, windows(weir, CALLS), "what was sent again counts once");
        }
        try (OtlpProcess weir = new OtlpProcess(directory.resolve("kafka"))) {
            sendAgain(weir, List.of(concatenated(records)), false);
            assertEquals(overHttp, windows(weir, CALLS));
            assertEquals(CALLS, weir.counters().path("noted/unkeyed").asLong());
        }
    }

    @Test
    void endpoint_answersAsTheSpecificationSays() throws Exception {
        try (OtlpProcess weir = new OtlpProcess(directory.resolve("answers"))) {
            String traces = "/v1/traces";
            assertEquals(200, weir.post(traces, PROTOBUF, new byte[0]).statusCode(), "an empty request");
            assertEquals(200, weir.post(traces, "{}").statusCode());
            HttpResponse<byte[]> malformed = weir.post(traces, "{\"resourceSpans\":[{");
            assertEquals(400, malformed.statusCode());
            assertEquals(
                    3,
                    OtlpProcess.MAPPER.readTree(malformed.body()).path("code").asInt());
            HttpResponse<byte[]> broken = weir.post(traces, PROTOBUF, new byte[] {10, 100, 1});
            assertEquals(400, broken.statusCode());
            assertEquals(PROTOBUF, type(broken), "errors are in the encoding of the request");
            assertEquals(415, weir.post(traces, "text/plain", new byte[0]).statusCode());
            assertEquals(405, weir.get(traces).statusCode());
            assertEquals(200, weir.post("/v1/logs", "{}").statusCode());
            assertEquals(
                    "topology.sources.otlp_logs names no topic",
                    OtlpProcess.MAPPER
                            .readTree(weir.post("/v1/logs", EVALUATION).body())
                            .path("partialSuccess")
                            .path("errorMessage")
                            .asText());
            assertEquals(200, weir.post("/v1/metrics", "{}").statusCode());

            HttpResponse<byte[]> partial = weir.post(traces, spans("", "0123456789abcdef"));
            assertEquals(200, partial.statusCode());
            assertEquals(
                    "1",
                    OtlpProcess.MAPPER
                            .readTree(partial.body())
                            .path("partialSuccess")
                            .path("rejectedSpans")
                            .asText());
            assertEquals(
                    200,
                    weir.post(traces, spans("0af7651916cd43dd8448eb211c80319c", "00f067aa0ba902b7"))
                            .statusCode());
        }
    }

    /** Calls of three routes under parents that are none, at times of their own. */
    private static void export(String url) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(url + "/v1/traces")
                .setCompression("gzip")
                .setTimeout(Duration.ofSeconds(30))
                .build();
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(
                        AttributeKey.stringKey("service.name"), "shop", AttributeKey.stringKey("tenant.id"), "acme")))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setMaxQueueSize(4 * CALLS)
                        .setMaxExportBatchSize(200)
                        .build())
                .build()) {
            Tracer tracer = provider.get("test");
            for (int i = 0; i < CALLS; i++) {
                call(tracer, i);
            }
            assertTrue(provider.forceFlush().join(30, TimeUnit.SECONDS).isSuccess());
        }
    }

    private static void call(Tracer tracer, int i) {
        Instant at = START.plusMillis(900L * i);
        Span parent = tracer.spanBuilder("POST /ask")
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(at)
                .startSpan();
        Span span = tracer.spanBuilder("chat gpt-4o")
                .setParent(Context.root().with(parent))
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(at)
                .setAttribute("gen_ai.operation.name", "chat")
                .setAttribute("gen_ai.provider.name", "openai")
                .setAttribute("gen_ai.request.model", "gpt-4o")
                .setAttribute("weir.route", "route-" + i % 3)
                .setAttribute("gen_ai.usage.input_tokens", 1_000L + i)
                .setAttribute("gen_ai.usage.output_tokens", 100L + i)
                .setAttribute("user.id", "user-" + i % 50)
                .startSpan();
        if (i % 10 == 0) {
            span.setStatus(StatusCode.ERROR).setAttribute("error.type", "timeout");
        }
        span.end(at.plusMillis(100 + i));
        parent.end(at.plusMillis(200 + i));
    }

    private static void sendAgain(OtlpProcess weir, List<byte[]> values, boolean keyed) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(weir.clientSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ConsumerRecord<byte[], byte[]> known :
                    keyed ? records(weir) : List.<ConsumerRecord<byte[], byte[]>>of()) {
                producer.send(new ProducerRecord<>(SPANS, known.key(), known.value()))
                        .get();
            }
            for (byte[] value : keyed ? List.<byte[]>of() : values) {
                producer.send(new ProducerRecord<>(SPANS, value)).get();
            }
        }
    }

    /** Export requests one after the other are one request: so protobuf merges repeated fields. */
    private static byte[] concatenated(List<byte[]> requests) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        requests.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(OtlpProcess weir) {
        Map<String, Object> settings = new HashMap<>(weir.clientSettings());
        List<TopicPartition> partitions = IntStream.range(0, OtlpProcess.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(SPANS, partition))
                .toList();
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            while (records.size() < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
        }
        return records;
    }

    /** The windows once they hold so many calls, without what tells when they were published. */
    private static JsonNode windows(OtlpProcess weir, long calls) throws Exception {
        JsonNode windows = weir.await(QUESTION, answer -> {
                    long found = 0;
                    for (JsonNode window : answer.path("windows")) {
                        found += window.path("calls").asLong();
                    }
                    return found == calls;
                })
                .path("windows");
        windows.forEach(window -> ((ObjectNode) window).remove(List.of("revision", "final")));
        return windows;
    }

    private static String type(HttpResponse<byte[]> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    private static String spans(String traceId, String spanId) {
        return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"%s\",\"spanId\":\"%s\",\"name\":\"x\"}]}]}]}"
                .formatted(traceId, spanId);
    }
}
