package dev.weir.schemas.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.TraceEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimedCallTest {

    private static final Instant START = Instant.parse("2026-05-01T12:00:00.123456789Z");
    private long nanos = -5;

    private TimedCall start() {
        return TimedCall.start("support", "openai", "gpt-4o", Clock.fixed(START, ZoneOffset.UTC), () -> nanos);
    }

    @Test
    void answeredCall_hasItsTimesAndPassesTheRules() {
        TimedCall call = start();
        nanos += 250_000_000;
        call.firstToken();
        nanos += 750_000_999;
        call.firstToken();

        TraceEvent event =
                call.answered("stop").setInputTokens(10L).setOutputTokens(5L).build();

        assertEquals(Instant.parse("2026-05-01T12:00:00.123456Z"), event.getStartTime());
        assertEquals(1_000_000L, event.getDurationMicros());
        assertEquals(250_000L, event.getTimeToFirstTokenMicros());
        assertEquals(SpanStatus.OK, event.getStatus());
        assertEquals("stop", event.getFinishReason());
        assertEquals(List.of(), TraceRules.problems(event));
    }

    @Test
    void failedCall_saysHowAndClaimsNoTokens() {
        TraceEvent event = start().failed("rate_limit_exceeded", 429).build();

        assertEquals(SpanStatus.ERROR, event.getStatus());
        assertEquals(429, event.getHttpStatus());
        assertNull(event.getInputTokens());
        assertNull(event.getTimeToFirstTokenMicros());
        assertEquals(List.of(), TraceRules.problems(event));
    }

    @Test
    void ids_areThoseOfOpenTelemetryUnlessTheCallerHasSome() {
        TraceEvent one = start().answered(null).build();
        TraceEvent other = start().in("trace", "parent").answered(null).build();

        assertTrue(one.getTraceId().matches("[0-9a-f]{32}"), one.getTraceId());
        assertTrue(one.getSpanId().matches("[0-9a-f]{16}"), one.getSpanId());
        assertNotEquals(one.getSpanId(), other.getSpanId());
        assertEquals("trace", other.getTraceId());
        assertEquals("parent", other.getParentSpanId());
    }
}
