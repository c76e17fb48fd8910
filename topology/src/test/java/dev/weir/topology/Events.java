package dev.weir.topology;

import dev.weir.schemas.avro.TraceEvent;
import java.time.Duration;
import java.time.Instant;

/** Trace events for tests. */
public final class Events {

    private Events() {}

    /** A plain priced call that ended at a time. */
    public static TraceEvent.Builder call(String traceId, Instant end) {
        return TraceEvent.newBuilder()
                .setTraceId(traceId)
                .setSpanId("1")
                .setRoute("chat")
                .setRequestModel("gpt-4o")
                .setStartTime(end.minusMillis(1_200))
                .setDurationMicros(Duration.ofMillis(1_200).toNanos() / 1_000)
                .setTimeToFirstTokenMicros(300_000L)
                .setInputTokens(1_000L)
                .setOutputTokens(100L)
                .setFinishReason("stop");
    }
}
