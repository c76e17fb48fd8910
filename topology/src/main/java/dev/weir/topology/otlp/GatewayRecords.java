package dev.weir.topology.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.weir.schemas.TextLimit;
import dev.weir.topology.otlp.dialect.KongLog;
import dev.weir.topology.otlp.dialect.LiteLlmLog;
import dev.weir.topology.otlp.span.Attributes;
import dev.weir.topology.otlp.span.MalformedException;
import dev.weir.topology.otlp.span.Numbers;
import dev.weir.topology.otlp.span.Repair;
import dev.weir.topology.otlp.span.Repairs;
import dev.weir.topology.otlp.span.Span;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records of gateways as spans, so that one way of mapping serves all: ids and times are set here, and the rest of the record
 * is an attribute that the gateway's dialect reads.
 */
final class GatewayRecords {

    private static final List<String> KONG_PLUGINS = List.of("proxy", "ai-proxy", "ai-proxy-advanced");

    private GatewayRecords() {}

    /**
     * The call of a Kong record; absent when it went to no model.
     *
     * @throws MalformedException if it has no id or no time
     */
    static @Nullable Span kong(ObjectNode record, Repairs repairs) throws MalformedException {
        JsonNode plugin = plugin(record.path("ai"));
        if (plugin == null) {
            return null;
        }
        Double started = Numbers.number(record.get("started_at"), repairs);
        if (started == null) {
            throw new MalformedException(
                    "started_at", "started_at is no number: expected milliseconds since the epoch");
        }
        String id = id("request.id", record.path("request").get("id"));
        String trace = Attributes.textOf(record.path("trace_id").get("w3c"));
        if (trace == null) {
            repairs.note(Repair.ID_DERIVED);
        }
        Double latency = Numbers.number(plugin.path("meta").get("llm_latency"), repairs);
        latency = latency != null
                ? latency
                : Numbers.number(record.path("latencies").get("request"), repairs);
        Map<String, JsonNode> attributes = new LinkedHashMap<>();
        attributes.put(KongLog.PLUGIN, plugin);
        put(attributes, KongLog.PATH, record.path("request").get("uri"));
        put(attributes, KongLog.CONSUMER, record.path("consumer").get("username"));
        put(attributes, "kong.route", record.path("route").get("name"));
        put(attributes, "kong.service", record.path("service").get("name"));
        put(attributes, "kong.workspace", record.get("workspace_name"));
        put(attributes, "http.response.status_code", record.path("response").get("status"));
        String name = Attributes.textOf(record.path("route").get("name"));
        long start = nanos(started, 1e6);
        long end = latency == null ? 0 : start + nanos(latency, 1e6);
        return span(trace == null ? id : trace, id, name == null ? "kong" : name, start, end, attributes);
    }

    /**
     * The call of a LiteLLM payload.
     *
     * @throws MalformedException if it has no id or no time
     */
    static Span liteLlm(ObjectNode payload, Repairs repairs) throws MalformedException {
        String id = id("id", payload.get("id"));
        JsonNode traceId = payload.get("trace_id");
        String trace = Attributes.textOf(traceId);
        if (trace == null) {
            repairs.note(Repair.ID_DERIVED);
        }
        long start = seconds(payload.get("startTime"), repairs);
        if (start <= 0) {
            throw new MalformedException("startTime", "startTime is no time: expected seconds since the epoch");
        }
        JsonNode metadata = payload.path("metadata");
        Map<String, JsonNode> attributes = new LinkedHashMap<>();
        attributes.put(LiteLlmLog.PAYLOAD, payload);
        put(attributes, "litellm.model_group", payload.get("model_group"));
        for (String key : List.of("user_api_key_alias", "user_api_key_team_id", "user_api_key_team_alias")) {
            put(attributes, "metadata." + key, metadata.get(key));
        }
        String name = Attributes.textOf(payload.get("call_type"));
        long end = seconds(payload.get("endTime"), repairs);
        return span(
                trace == null ? id : id("trace_id", traceId),
                id,
                name == null ? "litellm" : name,
                start,
                end,
                attributes);
    }

    private static Span span(
            String trace, String id, String name, long start, long end, Map<String, JsonNode> attributes) {
        return new Span(
                trace,
                id,
                null,
                "",
                name,
                start,
                end,
                0,
                Attributes.of(attributes),
                List.of(),
                List.of(),
                "",
                Attributes.EMPTY);
    }

    private static @Nullable JsonNode plugin(JsonNode ai) {
        for (String name : KONG_PLUGINS) {
            if (ai.path(name).path("meta").isObject()) {
                return ai.get(name);
            }
        }
        for (JsonNode plugin : ai) {
            if (plugin.path("meta").isObject() && plugin.path("usage").isObject()) {
                return plugin;
            }
        }
        return null;
    }

    private static String id(String field, @Nullable JsonNode node) throws MalformedException {
        String id = Attributes.textOf(node);
        if (id == null) {
            throw new MalformedException(
                    field, field + " is absent: expected an id of 1 to " + TextLimit.ID.most() + " characters");
        }
        if (!TextLimit.ID.holds(id)) {
            throw new MalformedException(field, field + " of " + TextLimit.ID.problem(id));
        }
        return id;
    }

    /** Seconds since the epoch or a time in ISO 8601, in nanoseconds; 0 when it is neither. */
    private static long seconds(@Nullable JsonNode node, Repairs repairs) {
        String text = node != null && node.isTextual() ? node.textValue() : "";
        if (text.indexOf('T') > 0) {
            try {
                Instant time = OffsetDateTime.parse(text).toInstant();
                return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
            } catch (DateTimeException | ArithmeticException e) {
                repairs.note(Repair.UNREADABLE_NUMBER);
                return 0;
            }
        }
        Double seconds = Numbers.number(node, repairs);
        return seconds == null ? 0 : nanos(seconds, 1e9);
    }

    /** Whole microseconds: a double holds no more of a time since the epoch. */
    private static long nanos(double value, double nanosPerUnit) {
        return Math.round(value * nanosPerUnit / 1_000) * 1_000;
    }

    private static void put(Map<String, JsonNode> attributes, String name, @Nullable JsonNode value) {
        String text = Attributes.textOf(value);
        if (text != null) {
            attributes.put(name, value != null && value.isNumber() ? value : TextNode.valueOf(text));
        }
    }
}
