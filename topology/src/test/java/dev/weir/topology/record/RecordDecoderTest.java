package dev.weir.topology.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Progress;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.registry.SchemaRegistry;
import dev.weir.topology.Events;
import dev.weir.topology.call.CallView;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordDecoderTest {

    private static final Instant T0 = Instant.parse("2026-11-20T10:00:00Z");
    private static final byte[] WRITTEN =
            codec().encode(Topics.TRACES, Events.call("trace", T0).build());

    private static AvroCodec codec() {
        return new AvroCodec(new EmbeddedRegistry());
    }

    /** A registry that is out of reach for its first so many questions. */
    private static final class Away implements SchemaRegistry {
        private final SchemaRegistry there = new EmbeddedRegistry();
        private final AtomicInteger asked = new AtomicInteger();
        private final int unanswered;

        Away(int unanswered) {
            this.unanswered = unanswered;
        }

        @Override
        public int idOf(String subject, Schema schema) {
            return there.idOf(subject, schema);
        }

        @Override
        public Schema schemaOf(int id) {
            if (asked.getAndIncrement() < unanswered) {
                throw new RegistryUnavailableException("away");
            }
            return there.schemaOf(id);
        }

        @Override
        public void close() {}
    }

    private static RecordDecoder<TraceEvent> decoder(SchemaRegistry registry, Duration patience) {
        return new RecordDecoder<>(new AvroCodec(registry), TraceEvent.class, patience);
    }

    private static ReadingException refusal(byte @Nullable [] bytes) {
        RecordDecoder<TraceEvent> decoder = decoder(new EmbeddedRegistry(), Duration.ZERO);
        ReadingException refusal = assertThrows(ReadingException.class, () -> decoder.decode(bytes));
        CallView view = decoder.newView();
        assertEquals(
                refusal.reason(),
                assertThrows(ReadingException.class, () -> decoder.read(bytes, view))
                        .reason(),
                "a view is refused for the same reason as a record");
        return refusal;
    }

    @Test
    void record_isDecoded_andFillsAView() throws ReadingException {
        RecordDecoder<TraceEvent> decoder = decoder(new EmbeddedRegistry(), Duration.ZERO);
        assertEquals("trace", decoder.decode(WRITTEN).getTraceId());

        CallView view = decoder.newView();
        decoder.read(WRITTEN, view);
        assertEquals("trace", view.traceId());
    }

    @Test
    void noValue_isRefused_andSaysWhatWasExpected() {
        ReadingException refusal = refusal(null);
        assertEquals(Rejection.NO_VALUE, refusal.reason());
        assertEquals("the record has no value: expected a TraceEvent", refusal.message());
    }

    @Test
    void bytesThatAreNoRecord_areRefused_eachForItsReason() {
        assertEquals(Rejection.NOT_WIRE_FORMAT, refusal(new byte[0]).reason());
        assertEquals(Rejection.NOT_WIRE_FORMAT, refusal(new byte[] {'{', '}'}).reason());
        byte[] unknown = WRITTEN.clone();
        Arrays.fill(unknown, 1, 5, (byte) 0x7F);
        assertEquals(Rejection.UNKNOWN_SCHEMA, refusal(unknown).reason());
        assertEquals(
                Rejection.CORRUPT,
                refusal(Arrays.copyOf(WRITTEN, WRITTEN.length - 3)).reason());
        Progress progress = Progress.newBuilder()
                .setPartition(0)
                .setFrontier(T0)
                .setEnded(false)
                .build();
        assertEquals(
                Rejection.INCOMPATIBLE_SCHEMA,
                refusal(codec().encode(Topics.WINDOW_STATS, progress)).reason());
    }

    @Test
    void refusal_quotesNothingOfTheRecord() {
        byte[] written = codec().encode(
                        Topics.TRACES,
                        Events.call("trace", T0).setInputText("KLARTEXT-4711").build());
        String message = refusal(Arrays.copyOf(written, written.length - 3)).message();
        assertFalse(message.contains("KLARTEXT"), message);
    }

    @Test
    void registryOutOfReach_isWaitedFor() throws ReadingException {
        Away registry = new Away(2);
        RecordDecoder<TraceEvent> decoder = decoder(registry, Duration.ofSeconds(60));

        assertEquals("trace", decoder.decode(WRITTEN).getTraceId());
        assertEquals(3, registry.asked.get());
    }

    @Test
    void registryOutOfReachForLonger_isNoRefusal() {
        Away registry = new Away(Integer.MAX_VALUE);
        RecordDecoder<TraceEvent> decoder = decoder(registry, Duration.ofMillis(120));

        assertThrows(RegistryUnavailableException.class, () -> decoder.decode(WRITTEN));
        assertTrue(registry.asked.get() > 1, "asked once: expected a second try within the patience");
    }

    @Test
    void interruptedTask_waitsNoLonger() {
        Away registry = new Away(Integer.MAX_VALUE);
        RecordDecoder<TraceEvent> decoder = decoder(registry, Duration.ofHours(1));
        Thread.currentThread().interrupt();
        try {
            assertThrows(RegistryUnavailableException.class, () -> decoder.decode(WRITTEN));
        } finally {
            assertTrue(Thread.interrupted(), "the interruption is still to be seen");
        }
        assertEquals(1, registry.asked.get());
    }
}
