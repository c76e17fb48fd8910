package dev.weir.schemas.registry;

import static dev.weir.schemas.Messages.assertNeverSays;
import static dev.weir.schemas.Messages.assertSays;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Progress;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.UndecodableRecordException.Reason;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class AvroCodecTest {

    private final EmbeddedRegistry registry = new EmbeddedRegistry();
    private final AvroCodec codec = new AvroCodec(registry);

    @Test
    void record_comesBackEqual() {
        TraceEvent event = event();

        byte[] bytes = codec.encode(Topics.TRACES, event);

        assertEquals(event, codec.decode(bytes, TraceEvent.class));
        assertEquals(event, codec.decodeAny(bytes));
    }

    @Test
    void wireForm_isZeroByteThenIdThenAvro() throws Exception {
        TraceEvent event = event();

        byte[] bytes = codec.encode(Topics.TRACES, event);

        int id = SchemaText.contentId(event.getSchema());
        byte[] header = {0, (byte) (id >>> 24), (byte) (id >>> 16), (byte) (id >>> 8), (byte) id};
        assertArrayEquals(header, Arrays.copyOf(bytes, 5));
        // Avro's single-object encoding has a header of 10 bytes before the same binary.
        byte[] single = event.toByteBuffer().array();
        assertArrayEquals(Arrays.copyOfRange(single, 10, single.length), Arrays.copyOfRange(bytes, 5, bytes.length));
    }

    @Test
    void topicOfTwoTypes_isDecodedByTheWritersName() {
        Progress progress = progress();

        byte[] bytes = codec.encode(Topics.WINDOW_STATS, progress);

        assertEquals(progress, assertInstanceOf(Progress.class, codec.decodeAny(bytes)));
    }

    @Test
    void otherRecord_isIncompatible() {
        byte[] bytes = codec.encode(Topics.WINDOW_STATS, progress());

        UndecodableRecordException e = refused(bytes);

        assertEquals(Reason.INCOMPATIBLE_SCHEMA, e.reason());
        assertSays(e, "Progress", "TraceEvent");
    }

    @Test
    void shortOrForeignBytes_areNoWireFormat() {
        assertEquals(Reason.NOT_WIRE_FORMAT, refused(new byte[0]).reason());
        assertEquals(Reason.NOT_WIRE_FORMAT, refused(new byte[4]).reason());
        assertEquals(
                Reason.NOT_WIRE_FORMAT,
                refused("{\"trace_id\":\"a\"}".getBytes()).reason());
    }

    @Test
    void idThatTheRegistryDoesNotKnow_isUnknownSchema() {
        byte[] bytes = codec.encode(Topics.TRACES, event());
        bytes[4] ^= 1;

        assertEquals(Reason.UNKNOWN_SCHEMA, refused(bytes).reason());
    }

    @Test
    void everyTruncation_isCorrupt() {
        byte[] bytes = codec.encode(Topics.TRACES, event());

        for (int length = 5; length < bytes.length; length++) {
            assertEquals(Reason.CORRUPT, refused(Arrays.copyOf(bytes, length)).reason(), "length " + length);
        }
    }

    @Test
    void bytesLeftOver_areCorruptAndCounted() {
        byte[] bytes = codec.encode(Topics.TRACES, event());

        UndecodableRecordException e = refused(Arrays.copyOf(bytes, bytes.length + 3));

        assertEquals(Reason.CORRUPT, e.reason());
        assertSays(e, "3 bytes left over");
    }

    @Test
    void missingRequiredField_isRefusedByNameWithoutContent() {
        TraceEvent event = event();
        event.setTraceId(null);

        SerializationException e = assertThrows(SerializationException.class, () -> codec.encode(Topics.TRACES, event));

        assertSays(e, "trace_id");
        assertNeverSays(e, "secret question");
        assertEquals(event(), codec.decode(codec.encode(Topics.TRACES, event()), TraceEvent.class));
    }

    @Test
    void recordThatTheRegistryRefuses_isRefusedWithBothNames() {
        EmbeddedRegistry empty =
                new EmbeddedRegistry(new java.util.TreeMap<>(), java.util.List.of(), SchemaText::contentId);

        SchemaRejectedException e =
                assertThrows(SchemaRejectedException.class, () -> new AvroCodec(empty).encode(Topics.TRACES, event()));

        assertSays(e, "weir.traces-value");
    }

    private UndecodableRecordException refused(byte[] bytes) {
        return assertThrows(UndecodableRecordException.class, () -> codec.decode(bytes, TraceEvent.class));
    }

    private static Progress progress() {
        return new Progress(3, Instant.parse("2026-01-01T00:00:00.000001Z"), true, null);
    }

    private static TraceEvent event() {
        return TraceEvent.newBuilder()
                .setTraceId("4bf92f3577b34da6a3ce929d0e0e4736")
                .setSpanId("00f067aa0ba902b7")
                .setRoute("support")
                .setKind(SpanKind.LLM)
                .setRequestModel("gpt-4o")
                .setStartTime(Instant.parse("2026-01-01T00:00:00.123456Z"))
                .setInputTokens(12L)
                .setInputText("secret question")
                .build();
    }
}
