package dev.weir.topology.otlp;

import dev.weir.schemas.Means;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How spans of other instrumentations become trace events.
 *
 * <p>An attribute is looked for on the span, then on its resource; {@code NAME@resource} looks on the resource only and
 * {@code NAME@root} on the root of the trace where that is in the same batch. The first that is given wins.
 */
public record MapperConfig(
        @Means("attributes that give the route of a span, in order of preference; `@resource` looks "
                + "only at the resource, `@root` at the root of the trace; without any, the span's name")
        List<String> routeAttributes,

        @Means("attributes that give the tenant, in order of preference")
        List<String> tenantAttributes,

        @Means("attributes that are kept beside the canonical fields; never name a text here")
        List<String> keptAttributes,

        @Means("spans or logs in a batch; a larger batch is refused whole")
        int maxSpans,

        @Means("attributes read of a span, a resource or an event; the others are left out and counted")
        int maxAttributes,

        @Means("levels of nested values; a deeper span is refused")
        int maxDepth,

        @Means("characters kept of each text; 0 keeps no texts")
        int maxTextCharacters) {

    public static final MapperConfig DEFAULT = new MapperConfig(
            List.of(
                    "weir.route",
                    "llm.route",
                    "gen_ai.workflow.name",
                    "gen_ai.prompt.name",
                    "langfuse.observation.prompt.name",
                    "traceloop.prompt.key",
                    "langfuse.trace.name",
                    "traceloop.workflow.name",
                    "ai.telemetry.functionId",
                    "gen_ai.agent.name",
                    "metadata.user_api_key_alias",
                    "kong.route",
                    "http.route@root",
                    "service.name@resource"),
            List.of(
                    "weir.tenant",
                    "tenant.id",
                    "traceloop.association.properties.tenant_id",
                    "metadata.user_api_key_team_id",
                    "service.namespace@resource"),
            List.of("service.name", "gen_ai.operation.name", "gen_ai.agent.name", "gen_ai.tool.name"),
            100_000,
            10_000,
            64,
            100_000);

    private static final int DEEPEST = 500;
    private static final int LONGEST_NAME = 256;

    /** Keeps copies of the lists. */
    public MapperConfig {
        routeAttributes = List.copyOf(routeAttributes);
        tenantAttributes = List.copyOf(tenantAttributes);
        keptAttributes = List.copyOf(keptAttributes);
    }

    /** Every problem as {@code key = value: expected …}; empty when there is none. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        addNameProblems(problems, "route_attributes", routeAttributes);
        addNameProblems(problems, "tenant_attributes", tenantAttributes);
        addNameProblems(problems, "kept_attributes", keptAttributes);
        addRangeProblem(problems, "max_spans", maxSpans, 1, 10_000_000);
        addRangeProblem(problems, "max_attributes", maxAttributes, 16, 1_000_000);
        addRangeProblem(problems, "max_depth", maxDepth, 8, DEEPEST);
        addRangeProblem(problems, "max_text_characters", maxTextCharacters, 0, 10_000_000);
        return problems;
    }

    private static void addNameProblems(List<String> problems, String key, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isBlank() || name.length() > LONGEST_NAME) {
                String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
                problems.add(key + " = \"" + shown + "\": expected names of 1 to " + LONGEST_NAME + " characters");
            } else if (name.startsWith("@")) {
                problems.add(key + " = " + name + ": expected a name before @");
            } else if (!seen.add(name)) {
                problems.add(key + " = " + name + ": expected each name once");
            }
        }
    }

    private static void addRangeProblem(List<String> problems, String key, int value, int least, int most) {
        if (value < least || value > most) {
            problems.add(key + " = " + value + ": expected " + least + " to " + most);
        }
    }
}
