package dev.weir.topology.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.weir.topology.otlp.span.Batch;
import dev.weir.topology.otlp.span.Limits;
import dev.weir.topology.otlp.span.Repair;
import dev.weir.topology.otlp.span.Signal;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Input that was made to hurt: it costs itself and nobody else, in time and memory that are bounded by its size. */
class HostileInputTest {

    private static final OtlpMapper MAPPER = new OtlpMapper(MapperConfig.DEFAULT);

    @Test
    void protobufTenThousandLevelsDeep_costsOneSpan() throws Exception {
        byte[] deep = {};
        for (int i = 0; i < 10_000; i++) {
            deep = nested(5, nested(1, deep)); // array_value { values }
        }
        byte[] attribute = concat(nested(1, "a".getBytes(StandardCharsets.UTF_8)), nested(2, deep));
        byte[] span = concat(Otlp.span("gen_ai.request.model", "m").build().toByteArray(), nested(9, attribute));
        byte[] sibling = Otlp.span("gen_ai.request.model", "m").build().toByteArray();
        byte[] batch = nested(1, nested(2, concat(nested(2, span), nested(2, sibling))));

        List<Mapped> mapped = map(batch, SourceFormat.OTLP_PROTO);

        Mapped.Refused refused = assertInstanceOf(Mapped.Refused.class, mapped.get(0));
        assertEquals("attributes", refused.field());
        assertEquals("a value nested deeper than 64 levels: expected at most that many", refused.message());
        assertInstanceOf(Mapped.Event.class, mapped.get(1));
    }

    @Test
    void jsonTenThousandLevelsDeep_isNoBatch() {
        String deep = "{\"resourceSpans\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

        String message = refusal(deep);

        assertTrue(message.startsWith("resourceSpans = an array") || message.startsWith("JSON beyond"), message);
        assertTrue(refusal("{\"other\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}")
                .startsWith("JSON beyond a limit"));
    }

    @Test
    void jsonValueDeeperThanTheLimit_costsOneSpanAsInProtobuf() {
        AnyValue value = AnyValue.newBuilder().setStringValue("x").build();
        for (int i = 0; i < 64; i++) {
            value = AnyValue.newBuilder()
                    .setArrayValue(ArrayValue.newBuilder().addValues(value))
                    .build();
        }
        Span deep = Otlp.span("gen_ai.request.model", "m")
                .addAttributes(KeyValue.newBuilder().setKey("deep").setValue(value))
                .build();

        List<Mapped> mapped =
                Otlp.map(deep, Otlp.span("gen_ai.request.model", "m").build());

        assertEquals(
                "attributes",
                assertInstanceOf(Mapped.Refused.class, mapped.get(0)).field());
        assertInstanceOf(Mapped.Event.class, mapped.get(1));
    }

    @Test
    void hundredThousandAttributes_areReadUpToTheLimit() {
        Span.Builder span = Otlp.span("gen_ai.operation.name", "chat", "gen_ai.request.model", "m");
        for (int i = 0; i < 100_000; i++) {
            span.addAttributes(Otlp.attributes("key" + i, "value").get(0));
        }

        Mapped.Event mapped = Otlp.only(span);

        assertEquals("m", mapped.event().getRequestModel());
        assertTrue(mapped.repairs().contains(Repair.ATTRIBUTES_CUT));
    }

    @Test
    void hundredThousandDistinctJsonKeys_leaveNothingBehind() {
        StringBuilder json = new StringBuilder("{\"resourceSpans\":[]");
        for (int i = 0; i < 200_000; i++) {
            json.append(",\"k").append(Integer.toString(i * 7919, 36)).append("\":0");
        }

        assertEquals(List.of(), map(bytes(json.append("}").toString()), SourceFormat.OTLP_JSON));
    }

    @Test
    void twentySixThousandSpans_eachHaveAnOutcome() {
        Span span = Otlp.span("gen_ai.operation.name", "chat", "gen_ai.request.model", "m")
                .build();
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < 26_000; i++) {
            spans.add(span);
        }

        assertEquals(26_000, Otlp.map(spans.toArray(new Span[0])).size());
    }

    @Test
    void manyEmptySpans_costLittleEach() throws Exception {
        byte[] empty = {2 << 3 | 2, 0}; // a span of no bytes
        ByteArrayOutputStream spans = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
            spans.write(empty);
        }
        byte[] batch = nested(1, nested(2, spans.toByteArray()));
        int[] outcomes = {0};
        MAPPER.spans(batch, SourceFormat.OTLP_PROTO, mapped -> outcomes[0]++); // warm
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        MAPPER.spans(batch, SourceFormat.OTLP_PROTO, mapped -> outcomes[0]++);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertEquals(200_000, outcomes[0]);
        assertTrue(allocated < 100_000 * 4_000L, "allocated one span after another: " + allocated);
    }

    @Test
    void millionEmptyScopes_leaveNothingBehind() throws Exception {
        byte[] empty = {2 << 3 | 2, 0}; // the scopes of a resource are its field 2, as spans are of a scope
        byte[] scopes = new byte[2 * 1_000_000];
        for (int i = 0; i < scopes.length; i += 2) {
            System.arraycopy(empty, 0, scopes, i, 2);
        }
        byte[] batch = nested(1, scopes);
        System.gc();
        long before = usedMemory();
        Batch divided = Batch.divide(batch, false, Signal.TRACES, new Limits(100_000, 10_000, 64));
        System.gc();
        long kept = usedMemory() - before;

        assertEquals(0, divided.size());
        assertTrue(kept < 8_000_000, "kept beside 2 MB of bytes: " + kept);
    }

    /** 5,000 malformed spans with a resource of 100,000 bytes would be half a gigabyte of dead letters. */
    @Test
    void refusedSpansWithALargeResource_doNotRepeatItForEver() {
        Span[] spans = new Span[5_000];
        Arrays.fill(spans, Span.newBuilder().setName("no ids").build());
        byte[] batch = Otlp.request(Otlp.attributes("blob", "x".repeat(100_000)), "s", spans)
                .toByteArray();

        List<Mapped> mapped = map(batch, SourceFormat.OTLP_PROTO);

        assertEquals(5_000, mapped.size());
        long bytes = 0;
        for (Mapped one : mapped) {
            byte[] record = assertInstanceOf(Mapped.Refused.class, one).record();
            bytes += record.length;
            Mapped again = map(record, SourceFormat.OTLP_PROTO).get(0);
            assertEquals(
                    "trace_id", assertInstanceOf(Mapped.Refused.class, again).field(), "can be sent again");
        }
        assertTrue(bytes < 2_000_000, "dead letters of " + bytes + " bytes");
        assertTrue(
                assertInstanceOf(Mapped.Refused.class, mapped.get(0)).record().length > 100_000, "the first is whole");
    }

    @Test
    void moreSpansThanTheLimit_areNoBatch() {
        MapperConfig usual = MapperConfig.DEFAULT;
        OtlpMapper small = new OtlpMapper(
                new MapperConfig(usual.routeAttributes(), usual.tenantAttributes(), List.of(), 2, 1_000, 64, 1_000));
        Span span = Otlp.span("gen_ai.request.model", "m").build();
        List<Mapped> mapped = new ArrayList<>();

        UnreadableBatchException refused = assertThrows(
                UnreadableBatchException.class,
                () -> small.spans(Otlp.bytes(span, span, span), SourceFormat.OTLP_PROTO, mapped::add));

        assertEquals("more than 2 spans in a batch: expected at most that many", refused.getMessage());
        assertEquals(List.of(), mapped);
    }

    @Test
    void messagesNestedTenThousandDeepInAText_areText() {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);

        Mapped.Event mapped = Otlp.only(Otlp.span("gen_ai.request.model", "m", "gen_ai.input.messages", deep));

        assertEquals(deep, mapped.event().getInputText());
        assertTrue(mapped.repairs().contains(Repair.CONTENT_UNREADABLE));
    }

    @Test
    void numbersOfAThousandDigits_areUnreadable() {
        Mapped.Event mapped =
                Otlp.only(Otlp.span("gen_ai.request.model", "m", "gen_ai.usage.input_tokens", "9".repeat(1_000)));

        assertTrue(mapped.repairs().contains(Repair.UNREADABLE_NUMBER));
    }

    @Test
    void whatIsNoBatch_isSaidWithoutAWordOfIt() {
        for (String bad : List.of(
                "secret",
                "{\"secret\":1}",
                "{\"resourceSpans\":\"secret\"}",
                "{\"resourceSpans\":[\"secret\"]}",
                "{\"resourceSpans\":[]} secret",
                "{\"resourceSpans\":[}",
                "{",
                "[\"secret\"]")) {
            assertTrue(!refusal(bad).contains("secret"), bad);
        }
    }

    @Test
    void emptyRequest_isABatchOfNothing() {
        assertEquals(List.of(), map(new byte[0], SourceFormat.OTLP_PROTO));
        assertEquals(List.of(), map(bytes("{}"), SourceFormat.OTLP_JSON));
        assertEquals(List.of(), map(bytes("{\"resourceSpans\":null}"), SourceFormat.OTLP_JSON));
        assertEquals(List.of(), map(bytes("{\"resourceSpans\":[]}"), SourceFormat.OTLP_PROTO));
    }

    private static long usedMemory() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static String refusal(String text) {
        return Objects.requireNonNull(assertThrows(
                        UnreadableBatchException.class,
                        () -> MAPPER.spans(bytes(text), SourceFormat.OTLP_JSON, mapped -> {}))
                .getMessage());
    }

    private static List<Mapped> map(byte[] value, SourceFormat format) {
        return Otlp.map(MapperConfig.DEFAULT, value, format);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A length-delimited field. */
    private static byte[] nested(int field, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeBytes(field, ByteString.copyFrom(content));
        out.flush();
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteString.copyFrom(first).concat(ByteString.copyFrom(second)).toByteArray();
    }
}
