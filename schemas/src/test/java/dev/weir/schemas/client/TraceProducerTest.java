package dev.weir.schemas.client;

import static dev.weir.schemas.Messages.assertNeverSays;
import static dev.weir.schemas.Messages.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.schemas.registry.Events;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class TraceProducerTest {

    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
    private final TraceProducer producer = new TraceProducer(kafka, codec);

    @Test
    void event_isSentUnderItsTraceId() throws Exception {
        TraceEvent event = Events.full();

        var answer = producer.send(event);

        ProducerRecord<String, byte[]> sent = kafka.history().get(0);
        assertEquals("weir.traces", sent.topic());
        assertEquals(event.getTraceId(), sent.key());
        assertEquals(event, codec.decode(sent.value(), TraceEvent.class));
        assertFalse(answer.isDone());
        kafka.completeNext();
        assertEquals("weir.traces", answer.get().topic());
    }

    @Test
    void brokersRefusal_reachesTheFuture() {
        var answer = producer.send(Events.full());

        kafka.errorNext(new RecordTooLargeException("too large"));

        ExecutionException e = assertThrows(ExecutionException.class, answer::get);
        assertTrue(e.getCause() instanceof RecordTooLargeException, e.toString());
    }

    @Test
    void close_sendsWhatIsBuffered() {
        var answer = producer.send(Events.full());

        producer.close();

        assertTrue(answer.isDone());
        assertTrue(kafka.closed());
    }

    @Test
    void eventThatThePipelineWouldRefuse_isRefusedHereWithEveryReason() {
        TraceEvent event = new TraceEvent();
        event.setTraceId(" ");
        event.setSpanId("s".repeat(129));
        event.setKind(SpanKind.LLM);
        event.setInputTokens(-1L);
        event.setDurationMicros(-5L);
        event.setInputText("secret");

        InvalidTraceException e = assertThrows(InvalidTraceException.class, () -> producer.send(event));

        assertSays(
                e,
                "trace_id = absent",
                "span_id of 129 characters: expected 1 to 128",
                "start_time = absent",
                "route = absent: expected a route or a name",
                "request_model = absent",
                "input_tokens = -1: expected 0 or more",
                "duration_micros = -5");
        assertNeverSays(e, "secret");
        assertEquals(0, kafka.history().size());
    }

    @Test
    void toolSpan_needsNoModelAndANameStandsForTheRoute() {
        TraceEvent event = TraceEvent.newBuilder()
                .setTraceId("t")
                .setSpanId("s")
                .setKind(SpanKind.TOOL)
                .setName("search")
                .setStartTime(Instant.EPOCH)
                .build();

        producer.send(event);

        assertEquals(1, kafka.history().size());
    }

    @Test
    void defaults_areValidKafkaSettingsThatTheCallerMayOverrule() {
        try (TraceProducer real =
                new TraceProducer(Map.of("bootstrap.servers", "127.0.0.1:1", "linger.ms", 0), new EmbeddedRegistry())) {
            real.flush();
        }
        assertThrows(
                ConfigException.class,
                () -> new TraceProducer(
                        Map.of("bootstrap.servers", "127.0.0.1:1", "acks", "1"), new EmbeddedRegistry()));
    }
}
