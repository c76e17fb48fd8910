package dev.weir.schemas.registry;

import dev.weir.schemas.avro.Document;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.ToolCall;
import dev.weir.schemas.avro.TraceEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Trace events for tests. */
public final class Events {

    private Events() {}

    /** An event with something of every kind of field. */
    public static TraceEvent full() {
        return TraceEvent.newBuilder()
                .setTraceId("4bf92f3577b34da6a3ce929d0e0e4736")
                .setSpanId("00f067aa0ba902b7")
                .setKind(SpanKind.EMBEDDING)
                .setRoute("support")
                .setRequestModel("gpt-4o")
                .setStartTime(Instant.parse("2026-01-01T00:00:00.123456Z"))
                .setDurationMicros(1_234_567L)
                .setInputTokens(120L)
                .setOutputTokens(0L)
                .setStatus(SpanStatus.ERROR)
                .setHttpStatus(503)
                .setCostUsd(0.0125)
                .setUpstreamProbability(0.25)
                .setAttributes(Map.of("region", "eu"))
                .setInputText("how do I swim? \u00fc \u4e2d \ud83c\udf0a \"quoted\"\n")
                .setOutputText("like this")
                .setDocuments(List.of(new Document("d1", 0.5, "water"), new Document(null, null, null)))
                .setToolCalls(List.of(new ToolCall("t1", "search", "{\"q\":\"swim\"}")))
                .build();
    }
}
