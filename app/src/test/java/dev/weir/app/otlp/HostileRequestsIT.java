package dev.weir.app.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.http.HostileRequests;
import dev.weir.app.http.LogLines;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are made to hurt, between requests of others. */
class HostileRequestsIT {

    private static final String TRACES = "/v1/traces";
    private static final int ROUNDS = 20;
    private static final int LARGE_TRACE = 26_000;
    private static final int DEEP = 10_000;
    private static final long START = Instant.now().minus(Duration.ofMinutes(5)).toEpochMilli() * 1_000_000;

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void hostileRequests_areRefusedOneByOneAndHurtNobodyElse() throws Exception {
        byte[] bomb = RequestBodyTest.gzip(new byte[256 << 20]);
        String crowd = IntStream.range(0, 100_000)
                .mapToObj(i -> "{\"key\":\"k%d\",\"value\":{\"intValue\":1}}".formatted(i))
                .collect(Collectors.joining(","));
        String strange = Stream.of("__proto__", "a.b[0].c", "constructor.prototype", "", "\\u0000", "gen_ai.usage.[0]")
                .map("{\"key\":\"%s\",\"value\":{\"stringValue\":\"x\"}}"::formatted)
                .collect(Collectors.joining(","));
        String deep =
                "{\"key\":\"d\",\"value\":" + "{\"arrayValue\":{\"values\":[".repeat(DEEP) + "]}}".repeat(DEEP) + "}";
        try (OtlpProcess weir = new OtlpProcess(directory)) {
            for (int i = 0; i < ROUNDS; i++) {
                assertEquals(413, weir.postGzip(TRACES, bomb).statusCode());
                assertEquals(400, weir.post(TRACES, "[".repeat(DEEP)).statusCode());
                assertEquals(400, weir.post(TRACES, request(call(1, 1, deep))).statusCode());
                HttpResponse<byte[]> crowded = weir.post(TRACES, request(call(2, 1, crowd)));
                assertEquals(200, crowded.statusCode());
                assertTrue(new String(crowded.body(), StandardCharsets.UTF_8).contains("rejectedSpans"));
                assertEquals(
                        200,
                        weir.post(TRACES, request(call(100 + i, 1, strange))).statusCode());
            }
            assertEquals(
                    200,
                    weir.post(TRACES, "application/x-protobuf", nested()).statusCode(),
                    "taken, as nobody has looked into it yet");
            String large = IntStream.range(0, LARGE_TRACE)
                    .mapToObj(i -> call(9, 1 + i, ""))
                    .collect(Collectors.joining(","));
            assertEquals(200, weir.post(TRACES, request(large)).statusCode());
            weir.awaitCounter("counted", ROUNDS + LARGE_TRACE);
            assertEquals(1, weir.counters().path("refused/unmappable").asLong(), "the nested span is one dead letter");
        }
    }

    /** Divided by trace, with its resource in each part, it would be 12 GB. */
    @Test
    void largeResourceOfManyTraces_isTakenAsFarAsItFits() throws Exception {
        byte[] resource = field(1, concat(field(1, utf8("blob")), field(2, field(1, utf8("x".repeat(800_000))))));
        ByteArrayOutputStream spans = new ByteArrayOutputStream();
        for (int i = 1; i <= 15_000; i++) {
            byte[] traceId = utf8("%016d".formatted(i));
            spans.writeBytes(field(2, concat(field(1, traceId), field(2, utf8("%08d".formatted(i))))));
        }
        byte[] request = field(1, concat(field(1, resource), field(2, spans.toByteArray())));
        try (OtlpProcess weir = new OtlpProcess(directory)) {
            HttpResponse<byte[]> partial = weir.postGzip(TRACES, RequestBodyTest.gzip(request));

            assertEquals(200, partial.statusCode());
            assertTrue(
                    new String(partial.body(), StandardCharsets.UTF_8).contains("takes more than 41943040 bytes"),
                    "rejected with the bound");
            weir.awaitCounter("read", 52);
            assertEquals(200, weir.post(TRACES, request(call(1, 1, ""))).statusCode());
            weir.awaitCounter("counted", 1);
        }
    }

    @Test
    void wrongRequests_areNoDefects() throws Exception {
        long seed = Long.getLong("weir.seed", new Random().nextLong());
        List<String> defects = new ArrayList<>();
        try (OtlpProcess weir = new OtlpProcess(directory);
                LogLines lines = new LogLines()) {
            assertEquals(200, weir.post(TRACES, request(call(1, 1, ""))).statusCode());
            weir.awaitCounter("counted", 1);
            HostileRequests requests = HostileRequests.of(seed, weir.url());
            int port = URI.create(weir.url()).getPort();
            for (int i = 0; i < 2_000; i++) {
                byte[] request = requests.next();
                String answer = HostileRequests.answer(port, request);
                if (HostileRequests.isDefect(answer)) {
                    defects.add(new String(request, StandardCharsets.ISO_8859_1) + "\n-> " + answer);
                }
            }
            assertEquals(List.of(), defects.stream().limit(3).toList(), "seed " + seed + ", " + defects.size());
            assertEquals(List.of(), lines.all().stream().limit(5).toList(), "seed " + seed);
        }
    }

    private static String call(int trace, int span, String moreAttributes) {
        return ("{\"traceId\":\"%032x\",\"spanId\":\"%016x\",\"name\":\"chat\",\"startTimeUnixNano\":\"%d\","
                        + "\"endTimeUnixNano\":\"%d\",\"attributes\":["
                        + "{\"key\":\"gen_ai.operation.name\",\"value\":{\"stringValue\":\"chat\"}},"
                        + "{\"key\":\"gen_ai.request.model\",\"value\":{\"stringValue\":\"gpt-4o\"}}%s]}")
                .formatted(trace, span, START, START + 5_000, moreAttributes.isEmpty() ? "" : "," + moreAttributes);
    }

    private static String request(String spans) {
        return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + spans + "]}]}]}";
    }

    /** A span whose attribute is an array in an array and so on, in protobuf: trace.proto and common.proto. */
    private static byte[] nested() {
        byte[] value = {};
        for (int i = 0; i < DEEP; i++) {
            value = field(5, field(1, value));
        }
        byte[] attribute = field(9, concat(field(1, utf8("gen_ai.request.model")), field(2, value)));
        byte[] span = concat(field(1, utf8("0123456789abcdef")), field(2, utf8("12345678")), attribute);
        return field(1, field(2, field(2, span)));
    }

    private static byte[] field(int number, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(number << 3 | 2);
        int left = content.length;
        while (left >= 128) {
            out.write(left & 127 | 128);
            left >>>= 7;
        }
        out.write(left);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
