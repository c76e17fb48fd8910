package dev.weir.topology.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.weir.schemas.TextLimit;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OtlpRequestsTest {

    private static final int LARGE = 1 << 20;
    private static final int ENOUGH = 100 << 20;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static String span(int trace, int span) {
        return "{\"traceId\":\"%032x\",\"spanId\":\"%016x\",\"name\":\"a \\\"quoted\\\" {name}\"}"
                .formatted(trace, span);
    }

    private static byte[] request(String... scopes) {
        String all = IntStream.range(0, scopes.length)
                .mapToObj(i -> "{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"s"
                        + i
                        + "\"}}]},\"scopeSpans\":[{\"scope\":{\"name\":\"scope-" + i + "\"},\"spans\":[" + scopes[i]
                        + "]}]}")
                .collect(Collectors.joining(","));
        return ("{\"resourceSpans\":[" + all + "]}").getBytes(StandardCharsets.UTF_8);
    }

    private static Divided divided(byte[] request, int mostBytes) throws UnreadableBatchException {
        return OtlpRequests.of(request, SourceFormat.OTLP_JSON, bounds(mostBytes));
    }

    private static OtlpRequests.Bounds bounds(int mostBytes) {
        return new OtlpRequests.Bounds(mostBytes, ENOUGH);
    }

    /** Service, scope and span id of every span. */
    private static List<String> spans(byte[] request) throws Exception {
        List<String> spans = new ArrayList<>();
        for (JsonNode group : MAPPER.readTree(request).path("resourceSpans")) {
            String service =
                    group.at("/resource/attributes/0/value/stringValue").asText();
            for (JsonNode scope : group.path("scopeSpans")) {
                for (JsonNode span : scope.path("spans")) {
                    spans.add(service + "/" + scope.at("/scope/name").asText() + "/"
                            + Integer.parseInt(span.path("spanId").asText(), 16));
                }
            }
        }
        return spans;
    }

    @Test
    void spansOfTwoTraces_areDividedAndKeepTheirSurroundings() throws Exception {
        Divided divided = divided(request(span(1, 1) + "," + span(2, 2) + "," + span(1, 3), span(2, 4)), LARGE);

        assertEquals(4, divided.accepted());
        assertEquals(0, divided.rejected());
        assertEquals(
                List.of("%032x".formatted(1), "%032x".formatted(2)),
                divided.requests().stream().map(OtlpRequests.Keyed::key).toList());
        assertEquals(
                List.of("s0/scope-0/1", "s0/scope-0/3"),
                spans(divided.requests().get(0).request()));
        assertEquals(
                List.of("s0/scope-0/2", "s1/scope-1/4"),
                spans(divided.requests().get(1).request()));
    }

    @Test
    void largeTrace_isDividedIntoPartsThatFitAndNothingIsLost() throws Exception {
        String many = IntStream.range(0, 26_000).mapToObj(i -> span(7, i + 1)).collect(Collectors.joining(","));
        Divided divided = divided(request(many), 100_000);

        List<String> found = new ArrayList<>();
        for (OtlpRequests.Keyed part : divided.requests()) {
            assertTrue(part.request().length <= 100_000, "a part of " + part.request().length + " bytes");
            assertEquals("%032x".formatted(7), part.key());
            found.addAll(spans(part.request()));
        }
        assertEquals(
                IntStream.range(0, 26_000)
                        .mapToObj(i -> "s0/scope-0/" + (i + 1))
                        .toList(),
                found);
    }

    @Test
    void spanWithoutIdsOrTooLarge_isRejectedAlone() throws Exception {
        String none = "{\"name\":\"x\"}";
        String zeros = "{\"traceId\":\"%032x\",\"spanId\":\"%016x\"}".formatted(0, 5);
        String large =
                "{\"traceId\":\"%032x\",\"spanId\":\"%016x\",\"name\":\"%s\"}".formatted(1, 6, "y".repeat(5_000));
        Divided divided = divided(request(none + "," + span(1, 1) + "," + zeros + "," + large), 4_000);

        assertEquals(1, divided.accepted());
        assertEquals(3, divided.rejected());
        assertTrue(divided.why().contains("without a trace id"), divided.why());
        assertEquals(List.of("s0/scope-0/1"), spans(divided.requests().get(0).request()));
    }

    /** 15,000 traces with a resource of 800,000 bytes would be 12 GB, one trace after the other. */
    @Test
    void largeResourceOfManyTraces_isNotMultipliedBeyondTheBound() throws Exception {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        ScopeSpans.Builder spans = ScopeSpans.newBuilder();
        for (int i = 1; i <= 15_000; i++) {
            spans.addSpans(Span.newBuilder()
                    .setTraceId(ByteString.copyFrom(
                            ByteBuffer.allocate(16).putLong(i).putLong(i).array()))
                    .setSpanId(ByteString.copyFrom(
                            ByteBuffer.allocate(8).putLong(i).array())));
        }
        request.addResourceSpansBuilder()
                .setResource(Resource.newBuilder().addAllAttributes(Otlp.attributes("blob", "x".repeat(800_000))))
                .addScopeSpans(spans);
        for (SourceFormat format : List.of(SourceFormat.OTLP_PROTO, SourceFormat.OTLP_JSON)) {
            byte[] bytes = format == SourceFormat.OTLP_PROTO
                    ? request.build().toByteArray()
                    : OtlpJson.of(request.build()).getBytes(StandardCharsets.UTF_8);
            Divided divided = OtlpRequests.of(bytes, format, new OtlpRequests.Bounds(900_000, 20_000_000));

            assertTrue(divided.bytes() <= 20_000_000, "parts of " + divided.bytes() + " bytes");
            assertEquals(24, divided.accepted(), "as many as fit, " + format);
            assertEquals(15_000 - 24, divided.rejected());
            assertTrue(divided.why().contains("more than 20000000 bytes"), divided.why());
            long built = divided.requests().stream()
                    .mapToLong(part -> part.request().length)
                    .sum();
            assertTrue(built <= divided.bytes(), built + " bytes of " + divided.bytes());
        }
    }

    @Test
    void spansOfOneScope_countTheirResourceOnce() throws Exception {
        String many = IntStream.range(0, 1_000).mapToObj(i -> span(7, i + 1)).collect(Collectors.joining(","));
        byte[] request = request(many);
        Divided divided = divided(request, LARGE);

        assertEquals(1, divided.requests().size());
        assertTrue(divided.bytes() < request.length + 10_000, divided.bytes() + " bytes of " + request.length);
    }

    @Test
    void otherBytes_areNoRequest() {
        for (SourceFormat format : List.of(SourceFormat.OTLP_JSON, SourceFormat.OTLP_PROTO)) {
            byte[] bytes = "[".repeat(10_000).getBytes(StandardCharsets.UTF_8);
            assertThrows(UnreadableBatchException.class, () -> OtlpRequests.of(bytes, format, bounds(LARGE)));
        }
    }

    @Test
    void logs_onlyEvaluationsAreKeptUnderTraceOrResponse() throws Exception {
        String evaluation = "{\"eventName\":\"gen_ai.evaluation.result\",\"timeUnixNano\":\"1\"";
        String request = "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":["
                + evaluation + ",\"traceId\":\"" + Otlp.TRACE_ID + "\",\"spanId\":\"" + Otlp.SPAN_ID + "\"},"
                + "{\"body\":{\"stringValue\":\"an ordinary log\"}},"
                + evaluation + ",\"attributes\":[{\"key\":\"gen_ai.response.id\",\"value\":{\"stringValue\":\"r1\"}}]},"
                + evaluation + "}]}]}]}";

        Divided divided =
                OtlpRequests.ofLogs(request.getBytes(StandardCharsets.UTF_8), SourceFormat.OTLP_JSON, bounds(10_000));

        assertEquals(
                List.of(Otlp.TRACE_ID, "r1"),
                divided.requests().stream().map(OtlpRequests.Keyed::key).toList());
        assertEquals(2, divided.accepted());
        assertEquals(1, divided.ignored());
        assertEquals(1, divided.rejected());
        assertTrue(divided.why().contains("gen_ai.response.id"), divided.why());
    }

    @Test
    void evaluationOfAHugeResponseId_hasAKeyWithinItsLimit() throws Exception {
        String id = "r".repeat(880_000);
        String request =
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"eventName\":\"gen_ai.evaluation.result\","
                        + "\"timeUnixNano\":\"1\",\"attributes\":[{\"key\":\"gen_ai.response.id\",\"value\":{\"stringValue\":\""
                        + id
                        + "\"}}]}]}]}]}";

        Divided divided =
                OtlpRequests.ofLogs(request.getBytes(StandardCharsets.UTF_8), SourceFormat.OTLP_JSON, bounds(LARGE));

        assertEquals(
                List.of(TextLimit.RESPONSE_ID.of(id)),
                divided.requests().stream().map(OtlpRequests.Keyed::key).toList());
    }
}
