package dev.weir.topology.otlp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** OTLP's JSON of a request: hexadecimal ids, 64-bit numbers as texts, enums as numbers. */
final class OtlpJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private OtlpJson() {}

    static String of(ExportTraceServiceRequest request) {
        ObjectNode root = NODES.objectNode();
        ArrayNode groups = root.putArray("resourceSpans");
        for (ResourceSpans group : request.getResourceSpansList()) {
            ObjectNode node = groups.addObject();
            node.putObject("resource")
                    .set("attributes", attributes(group.getResource().getAttributesList()));
            ArrayNode scopes = node.putArray("scopeSpans");
            for (ScopeSpans scope : group.getScopeSpansList()) {
                ObjectNode scoped = scopes.addObject();
                scoped.putObject("scope").put("name", scope.getScope().getName());
                ArrayNode spans = scoped.putArray("spans");
                scope.getSpansList().forEach(span -> spans.add(span(span)));
            }
        }
        return root.toString();
    }

    static String of(ExportLogsServiceRequest request) {
        ObjectNode root = NODES.objectNode();
        ArrayNode groups = root.putArray("resourceLogs");
        request.getResourceLogsList().forEach(group -> {
            ArrayNode scopes = groups.addObject().putArray("scopeLogs");
            group.getScopeLogsList().forEach(scope -> {
                ArrayNode logs = scopes.addObject().putArray("logRecords");
                scope.getLogRecordsList().forEach(log -> logs.add(log(log)));
            });
        });
        return root.toString();
    }

    private static ObjectNode log(LogRecord log) {
        ObjectNode node = NODES.objectNode();
        node.put("timeUnixNano", Long.toString(log.getTimeUnixNano()));
        node.put("observedTimeUnixNano", Long.toString(log.getObservedTimeUnixNano()));
        node.put("eventName", log.getEventName());
        node.put("traceId", hex(log.getTraceId()));
        node.put("spanId", hex(log.getSpanId()));
        node.set("attributes", attributes(log.getAttributesList()));
        return node;
    }

    private static ObjectNode span(Span span) {
        ObjectNode node = NODES.objectNode();
        node.put("traceId", hex(span.getTraceId()));
        node.put("spanId", hex(span.getSpanId()));
        node.put("parentSpanId", hex(span.getParentSpanId()));
        node.put("traceState", span.getTraceState());
        node.put("name", span.getName());
        node.put("kind", span.getKindValue());
        node.put("startTimeUnixNano", Long.toString(span.getStartTimeUnixNano()));
        node.put("endTimeUnixNano", Long.toString(span.getEndTimeUnixNano()));
        node.set("attributes", attributes(span.getAttributesList()));
        ArrayNode events = node.putArray("events");
        for (Span.Event event : span.getEventsList()) {
            events.addObject()
                    .put("name", event.getName())
                    .put("timeUnixNano", Long.toString(event.getTimeUnixNano()))
                    .set("attributes", attributes(event.getAttributesList()));
        }
        ArrayNode links = node.putArray("links");
        for (Span.Link link : span.getLinksList()) {
            links.addObject().put("traceId", hex(link.getTraceId())).put("spanId", hex(link.getSpanId()));
        }
        node.putObject("status").put("code", span.getStatus().getCodeValue());
        return node;
    }

    static ArrayNode attributes(List<KeyValue> attributes) {
        ArrayNode nodes = NODES.arrayNode();
        for (KeyValue attribute : attributes) {
            nodes.addObject().put("key", attribute.getKey()).set("value", value(attribute.getValue()));
        }
        return nodes;
    }

    private static ObjectNode value(AnyValue value) {
        ObjectNode node = NODES.objectNode();
        switch (value.getValueCase()) {
            case STRING_VALUE -> node.put("stringValue", value.getStringValue());
            case BOOL_VALUE -> node.put("boolValue", value.getBoolValue());
            case INT_VALUE -> node.put("intValue", Long.toString(value.getIntValue()));
            case DOUBLE_VALUE -> node.put("doubleValue", value.getDoubleValue());
            case BYTES_VALUE ->
                node.put(
                        "bytesValue",
                        Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray()));
            case ARRAY_VALUE -> {
                ArrayNode elements = node.putObject("arrayValue").putArray("values");
                value.getArrayValue().getValuesList().forEach(element -> elements.add(value(element)));
            }
            case KVLIST_VALUE ->
                node.putObject("kvlistValue")
                        .set("values", attributes(value.getKvlistValue().getValuesList()));
            default -> {} // empty
        }
        return node;
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }
}
