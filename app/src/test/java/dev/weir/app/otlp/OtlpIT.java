package dev.weir.app.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.app.config.ConfigLoader;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.run.Role;
import dev.weir.app.run.Session;
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
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String SPANS = "otlp_spans";
    private static final int PARTITIONS = 4;
    private static final int CALLS = 600;
    private static final Instant START =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofMinutes(50));
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String QUESTION = "/api/v1/windows?step=1m&from=" + START + "&to=" + START.plusSeconds(3600);

    @TempDir
    private Path directory = Path.of(".");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void exporterOverHttpAndTheSameBytesOnKafka_giveTheSameWindows() throws Exception {
        JsonNode overHttp;
        List<byte[]> records = new ArrayList<>();
        try (Session weir = open("http")) {
            export(weir.url());
            overHttp = windows(weir, CALLS);
            for (ConsumerRecord<byte[], byte[]> record : records(weir)) {
                assertEquals(32, record.key().length, "one trace a record, and its id the key");
                records.add(record.value());
            }
            assertEquals(2L * CALLS, counters(weir).path("read").asLong(), "each call has a parent that is none");
            assertEquals(CALLS, counters(weir).path("ignored/not-llm").asLong());
            sendAgain(weir, records, true);
            awaitCounter(weir, "duplicates", CALLS);
            assertEquals(overHttp, windows(weir, CALLS), "what was sent again counts once");
        }
        try (Session weir = open("kafka")) {
            sendAgain(weir, List.of(concatenated(records)), false);
            assertEquals(overHttp, windows(weir, CALLS));
            assertEquals(CALLS, counters(weir).path("noted/unkeyed").asLong());
        }
    }

    @Test
    void endpoint_answersAsTheSpecificationSays() throws Exception {
        try (Session weir = open("answers")) {
            String traces = weir.url() + "/v1/traces";
            assertEquals(
                    200, post(traces, "application/x-protobuf", new byte[0]).statusCode(), "an empty request");
            assertEquals(200, post(traces, "application/json", utf8("{}")).statusCode());
            HttpResponse<byte[]> malformed = post(traces, "application/json", utf8("{\"resourceSpans\":[{"));
            assertEquals(400, malformed.statusCode());
            assertEquals(3, MAPPER.readTree(malformed.body()).path("code").asInt());
            HttpResponse<byte[]> broken = post(traces, "application/x-protobuf", new byte[] {10, 100, 1});
            assertEquals(400, broken.statusCode());
            assertEquals("application/x-protobuf", type(broken), "errors are in the encoding of the request");
            assertEquals(415, post(traces, "text/plain", new byte[0]).statusCode());
            assertEquals(405, get(traces).statusCode());
            assertEquals(
                    404,
                    post(weir.url() + "/v1/logs", "application/json", utf8("{}"))
                            .statusCode());
            assertEquals(
                    200,
                    post(weir.url() + "/v1/metrics", "application/json", utf8("{}"))
                            .statusCode());

            HttpResponse<byte[]> partial = post(traces, "application/json", utf8(spans("", "0123456789abcdef")));
            assertEquals(200, partial.statusCode());
            assertEquals(
                    "1",
                    MAPPER.readTree(partial.body())
                            .path("partialSuccess")
                            .path("rejectedSpans")
                            .asText());

            HttpResponse<byte[]> deep = post(traces, "application/json", utf8("[".repeat(10_000)));
            assertEquals(400, deep.statusCode());
            byte[] bomb = RequestBodyTest.gzip(new byte[64 << 20]);
            HttpRequest zipped = HttpRequest.newBuilder(URI.create(traces))
                    .header("Content-Type", "application/x-protobuf")
                    .header("Content-Encoding", "gzip")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(bomb))
                    .build();
            assertEquals(
                    413,
                    http.send(zipped, HttpResponse.BodyHandlers.ofByteArray()).statusCode());
            assertEquals(
                    200,
                    post(
                                    traces,
                                    "application/json",
                                    utf8(spans("0af7651916cd43dd8448eb211c80319c", "00f067aa0ba902b7")))
                            .statusCode(),
                    "what came before hurts nobody");
        }
    }

    private Session open(String name) throws Exception {
        WeirConfig config = new ConfigLoader<>(WeirConfig.class)
                .load(
                        null,
                        Map.of(),
                        List.of(
                                "http.port=0",
                                "kafka.embedded_port=0",
                                "topics.partitions=" + PARTITIONS,
                                "storage.directory=" + directory.resolve(name)))
                .config();
        Session session = Session.open(
                config,
                Set.of(Role.TOPOLOGY),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        session.awaitRunning(PATIENCE);
        return session;
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

    private static void sendAgain(Session weir, List<byte[]> values, boolean keyed) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                weir.app().clientSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
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
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        requests.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(Session weir) {
        Map<String, Object> settings = new HashMap<>(weir.app().clientSettings());
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
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
    private JsonNode windows(Session weir, long calls) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            HttpResponse<byte[]> answer = get(weir.url() + QUESTION);
            JsonNode windows = MAPPER.readTree(answer.body()).path("windows");
            long found = 0;
            for (JsonNode window : windows) {
                found += window.path("calls").asLong();
                ((ObjectNode) window).remove(List.of("revision", "final"));
            }
            if (answer.statusCode() == 200 && found == calls) {
                return windows;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(found + " calls: expected " + calls + "; counters " + counters(weir));
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private JsonNode counters(Session weir) throws Exception {
        return MAPPER.readTree(get(weir.url() + "/api/v1/counters").body()).path("ingest-counters");
    }

    private void awaitCounter(Session weir, String name, long expected) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (counters(weir).path(name).asLong() != expected) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(name + ": expected " + expected + " in " + counters(weir));
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private HttpResponse<byte[]> get(String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> post(String url, String contentType, byte[] body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String type(HttpResponse<byte[]> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    private static String spans(String traceId, String spanId) {
        return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"%s\",\"spanId\":\"%s\",\"name\":\"x\"}]}]}]}"
                .formatted(traceId, spanId);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
