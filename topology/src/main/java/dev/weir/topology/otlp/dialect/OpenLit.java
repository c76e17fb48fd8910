package dev.weir.topology.otlp.dialect;

/** OpenLIT: OpenTelemetry's names, with cost and server timings as attributes of the span. */
final class OpenLit {

    static final Dialect DIALECT = Dialect.named("openlit")
            .number(Field.COST, "gen_ai.usage.cost")
            .duration(Field.FIRST_TOKEN_NANOS, 1e9, "gen_ai.server.time_to_first_token")
            .anywhere(Field.ENVIRONMENT, "gen_ai.environment")
            .build();

    private OpenLit() {}
}
