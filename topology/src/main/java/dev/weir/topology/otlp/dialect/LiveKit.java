package dev.weir.topology.otlp.dialect;

import dev.weir.schemas.avro.SpanKind;

/** LiveKit Agents: OpenTelemetry's names for calls, and turns of a conversation under names of its own. */
final class LiveKit {

    static final Dialect DIALECT = Dialect.named("livekit")
            .marks("lk.")
            .from(Field.KIND, "lk.function_tool.name", span -> span.has("lk.function_tool.name") ? SpanKind.TOOL : null)
            .duration(Field.FIRST_TOKEN_NANOS, 1e9, "lk.response.ttft")
            .content(Field.INPUT, "lk.input_text", "lk.chat_ctx", "lk.function_tool.arguments")
            .content(Field.OUTPUT, "lk.response.text", "lk.function_tool.output")
            .build();

    private LiveKit() {}
}
