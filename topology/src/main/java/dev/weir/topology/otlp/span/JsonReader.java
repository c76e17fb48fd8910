package dev.weir.topology.otlp.span;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.weir.topology.otlp.span.Frames.Slice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Spans, logs and resources from OTLP's JSON. Ids are hexadecimal in any case; the base64 of generic protobuf JSON is taken
 * where it cannot be mistaken. 64-bit numbers are texts or numbers, enums numbers or names.
 */
final class JsonReader implements PartReader {

    private static final Map<String, Integer> STATUS =
            Map.of("STATUS_CODE_UNSET", 0, "STATUS_CODE_OK", 1, "STATUS_CODE_ERROR", 2);

    private final byte[] bytes;
    private final Limits limits;

    JsonReader(byte[] bytes, Limits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    @Override
    public Attributes resource(Slice slice, Repairs repairs) throws IOException {
        return slice.length() == 0 ? Attributes.EMPTY : attributes(tree(slice), repairs);
    }

    @Override
    public String scope(Slice slice) throws IOException {
        return slice.length() == 0 ? "" : tree(slice).path("name").asText("");
    }

    @Override
    public Span span(Slice slice, String scope, Attributes resource, Repairs repairs) throws IOException {
        JsonNode node = object(slice, "span");
        SpanParts span = new SpanParts();
        span.traceId = JsonValues.id(node.get("traceId"), 16, repairs);
        span.spanId = JsonValues.id(node.get("spanId"), 8, repairs);
        span.parentSpanId = JsonValues.id(node.get("parentSpanId"), 8, repairs);
        span.traceState = node.path("traceState").asText("");
        span.name = node.path("name").asText("");
        span.startNanos = JsonValues.nanos("startTimeUnixNano", node.get("startTimeUnixNano"));
        span.endNanos = JsonValues.nanos("endTimeUnixNano", node.get("endTimeUnixNano"));
        span.status = status(node.path("status").path("code"));
        for (JsonNode event : upToLimit(node.path("events"), repairs)) {
            span.events.add(new Span.Event(
                    event.path("name").asText(""),
                    JsonValues.nanos("timeUnixNano", event.get("timeUnixNano")),
                    attributes(event, repairs)));
        }
        for (JsonNode link : upToLimit(node.path("links"), repairs)) {
            span.links.add(new Span.Link(
                    JsonValues.id(link.get("traceId"), 16, repairs), JsonValues.id(link.get("spanId"), 8, repairs)));
        }
        return span.build(attributes(node, repairs), scope, resource);
    }

    @Override
    public LogEntry log(Slice slice, Attributes resource, Repairs repairs) throws IOException {
        JsonNode node = object(slice, "log record");
        long time = JsonValues.nanos("timeUnixNano", node.get("timeUnixNano"));
        return new LogEntry(
                node.path("eventName").asText(""),
                time != 0 ? time : JsonValues.nanos("observedTimeUnixNano", node.get("observedTimeUnixNano")),
                JsonValues.id(node.get("traceId"), 16, repairs),
                JsonValues.id(node.get("spanId"), 8, repairs),
                attributes(node, repairs),
                resource);
    }

    @Override
    public Ids ids(Slice slice) throws IOException {
        JsonNode traceId = null;
        JsonNode spanId = null;
        try (JsonParser in = Json.parser(bytes, slice.offset(), slice.length())) {
            JsonToken first = in.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw notAnObject("span", first == null ? "nothing" : Json.nameOf(first));
            }
            for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
                JsonNode text = in.nextToken() == JsonToken.VALUE_STRING ? TextNode.valueOf(in.getText()) : null;
                in.skipChildren();
                if (key.equals("traceId")) {
                    traceId = text;
                } else if (key.equals("spanId")) {
                    spanId = text;
                }
            }
        }
        Repairs unused = new Repairs();
        return new Ids(JsonValues.id(traceId, 16, unused), JsonValues.id(spanId, 8, unused));
    }

    @Override
    public byte[] together(Signal signal, List<Group> groups) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        text(out, "{\"" + signal.resources + "\":[");
        String between = "{";
        for (Group group : groups) {
            text(out, between);
            part(out, "resource", group.resource());
            text(out, "\"" + signal.scopes + "\":[{");
            part(out, "scope", group.scope());
            text(out, "\"" + signal.items + "\":[");
            for (int i = 0; i < group.items().size(); i++) {
                text(out, i == 0 ? "" : ",");
                Slice item = group.items().get(i);
                out.write(bytes, item.offset(), item.length());
            }
            text(out, "]}]}");
            between = ",{";
        }
        text(out, "]}");
        return out.toByteArray();
    }

    private void part(ByteArrayOutputStream out, String key, Slice slice) {
        if (slice.length() > 0) {
            text(out, "\"" + key + "\":");
            out.write(bytes, slice.offset(), slice.length());
            text(out, ",");
        }
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private Attributes attributes(JsonNode owner, Repairs repairs) throws MalformedException {
        Attributes.Builder read = new Attributes.Builder(limits.attributes(), repairs);
        for (JsonNode attribute : owner.path("attributes")) {
            if (read.isFull()) {
                break;
            }
            JsonNode key = attribute.get("key");
            read.add(key == null ? null : key.asText(), JsonValues.value(attribute.get("value"), 1, limits.depth()));
        }
        return read.build();
    }

    private List<JsonNode> upToLimit(JsonNode array, Repairs repairs) {
        List<JsonNode> taken = new ArrayList<>(Math.min(array.size(), limits.attributes()));
        for (JsonNode element : array) {
            if (taken.size() == limits.attributes()) {
                repairs.note(Repair.ATTRIBUTES_CUT);
                break;
            }
            taken.add(element);
        }
        return taken;
    }

    private static int status(JsonNode code) {
        return code.isTextual()
                ? STATUS.getOrDefault(code.textValue().toUpperCase(Locale.ROOT), code.asInt(0))
                : code.asInt(0);
    }

    private JsonNode object(Slice slice, String what) throws IOException {
        JsonNode node = tree(slice);
        if (!node.isObject()) {
            throw notAnObject(what, node.getNodeType().name().toLowerCase(Locale.ROOT));
        }
        return node;
    }

    private static MalformedException notAnObject(String what, String came) {
        return new MalformedException(what, what + " = " + came + ": expected an object");
    }

    private JsonNode tree(Slice slice) throws IOException {
        return Json.tree(bytes, slice.offset(), slice.length());
    }
}
