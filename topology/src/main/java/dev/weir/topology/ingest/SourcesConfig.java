package dev.weir.topology.ingest;

import dev.weir.schemas.Means;
import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.topology.otlp.MapperConfig;
import dev.weir.topology.otlp.SourceFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Topics of calls and of evaluations, beside {@code weir.traces}; an empty name is a source that is not
 * read. All of them have as many partitions as Weir's own.
 *
 * @param mapping how what they hold becomes trace events
 */
public record SourcesConfig(
        @Means("topic of OTLP trace requests, as the OpenTelemetry Collector's Kafka exporter writes "
                + "them and `/v1/traces` does; empty: not read")
        String otlpSpans,

        @Means("topic of OTLP logs requests, of which the evaluations (`gen_ai.evaluation.result`) are "
                + "read; `/v1/logs` writes it; empty: not read, and calls are not kept for evaluations")
        String otlpLogs,

        @Means("encoding to assume (`proto` or `json`) when it cannot be detected from the first byte")
        OtlpEncoding otlpEncoding,

        @Means("topic of Kong AI Gateway's kafka-log plugin; empty: not read")
        String kong,

        @Means("topic of LiteLLM's standard logging payloads; empty: not read")
        String litellm,

        MapperConfig mapping) {

    public static final SourcesConfig DEFAULT =
            new SourcesConfig("otlp_spans", "", OtlpEncoding.PROTO, "", "", MapperConfig.DEFAULT);

    /** Trace events alone. */
    public static final SourcesConfig NONE =
            new SourcesConfig("", "", OtlpEncoding.PROTO, "", "", MapperConfig.DEFAULT);

    private static final int LONGEST_NAME = 249;

    /** How OTLP is written. */
    public enum OtlpEncoding {
        /** Protocol buffers. */
        PROTO,
        /** JSON. */
        JSON
    }

    /** The same with a topic of logs. */
    public SourcesConfig withLogs(String topic) {
        return new SourcesConfig(otlpSpans, topic, otlpEncoding, kong, litellm, mapping);
    }

    /** The topics of the sources that are read. */
    public List<Topic> topics() {
        List<Topic> topics = new ArrayList<>();
        if (!otlpSpans.isEmpty()) {
            topics.add(Topics.otlpSpans(otlpSpans));
        }
        if (!otlpLogs.isEmpty()) {
            topics.add(Topics.otlpLogs(otlpLogs));
        }
        if (!kong.isEmpty()) {
            topics.add(Topics.gatewayCalls(kong, "Kong AI Gateway"));
        }
        if (!litellm.isEmpty()) {
            topics.add(Topics.gatewayCalls(litellm, "LiteLLM"));
        }
        return topics;
    }

    /** Form of the records of each source of calls that is read, by topic. */
    public Map<String, SourceFormat> calls() {
        Map<String, SourceFormat> calls = new LinkedHashMap<>();
        if (!otlpSpans.isEmpty()) {
            calls.put(otlpSpans, otlpFormat());
        }
        if (!kong.isEmpty()) {
            calls.put(kong, SourceFormat.KONG_JSON);
        }
        if (!litellm.isEmpty()) {
            calls.put(litellm, SourceFormat.LITELLM_JSON);
        }
        return calls;
    }

    /** Form of OTLP where the first byte does not say it. */
    public SourceFormat otlpFormat() {
        return switch (otlpEncoding) {
            case PROTO -> SourceFormat.OTLP_PROTO;
            case JSON -> SourceFormat.OTLP_JSON;
        };
    }

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        Topics.all().forEach(topic -> taken.add(topic.name()));
        name(problems, taken, "otlp_spans", otlpSpans);
        name(problems, taken, "otlp_logs", otlpLogs);
        name(problems, taken, "kong", kong);
        name(problems, taken, "litellm", litellm);
        mapping.problems().forEach(problem -> problems.add("mapping." + problem));
        return problems;
    }

    private static void name(List<String> problems, Set<String> taken, String key, String name) {
        if (name.isEmpty()) {
            return;
        }
        if (name.length() > LONGEST_NAME || !name.matches("[a-zA-Z0-9._-]+") || name.matches("\\.{1,2}")) {
            problems.add(key + " = " + name + ": expected the name of a topic, or nothing");
        } else if (!taken.add(name)) {
            problems.add(key + " = " + name + ": expected a topic of its own");
        }
    }
}
