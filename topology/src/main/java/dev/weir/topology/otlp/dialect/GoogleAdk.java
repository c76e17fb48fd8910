package dev.weir.topology.otlp.dialect;

/** Google's Agent Development Kit: OpenTelemetry's names, and texts under names of its own. */
final class GoogleAdk {

    static final Dialect DIALECT = Dialect.named("google-adk")
            .marks("gcp.vertex.agent.")
            .text(Field.SESSION_ID, "gcp.vertex.agent.session_id")
            .content(Field.INPUT, "gcp.vertex.agent.tool_call_args", "gcp.vertex.agent.llm_request")
            .content(Field.OUTPUT, "gcp.vertex.agent.tool_response", "gcp.vertex.agent.llm_response")
            .build();

    private GoogleAdk() {}
}
