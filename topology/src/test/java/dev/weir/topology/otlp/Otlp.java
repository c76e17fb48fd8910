package dev.weir.topology.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.protobuf.ByteString;
import dev.weir.schemas.avro.TraceEvent;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Requests made with the generated classes, which share no code with the reader, mapped in both forms. */
final class Otlp {

    static final long START = 1_780_000_000_000_000_000L;
    static final long SECOND = 1_000_000_000L;
    static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    static final String SPAN_ID = "00f067aa0ba902b7";

    private Otlp() {}

    /** A span of two seconds with ids; then attribute names and values, by turns. */
    static Span.Builder span(Object... attributes) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(hex(TRACE_ID))
                .setSpanId(hex(SPAN_ID))
                .setName("a span")
                .setStartTimeUnixNano(START)
                .setEndTimeUnixNano(START + 2 * SECOND);
        return span.addAllAttributes(attributes(attributes));
    }

    static List<KeyValue> attributes(Object... attributes) {
        List<KeyValue> pairs = new ArrayList<>();
        for (int i = 0; i < attributes.length; i += 2) {
            pairs.add(KeyValue.newBuilder()
                    .setKey((String) attributes[i])
                    .setValue(value(attributes[i + 1]))
                    .build());
        }
        return pairs;
    }

    static AnyValue value(Object value) {
        AnyValue.Builder any = AnyValue.newBuilder();
        if (value instanceof String text) {
            any.setStringValue(text);
        } else if (value instanceof Integer || value instanceof Long) {
            any.setIntValue(((Number) value).longValue());
        } else if (value instanceof Double number) {
            any.setDoubleValue(number);
        } else if (value instanceof Boolean flag) {
            any.setBoolValue(flag);
        } else if (value instanceof byte[] bytes) {
            any.setBytesValue(ByteString.copyFrom(bytes));
        } else if (value instanceof List<?> list) {
            ArrayValue.Builder array = ArrayValue.newBuilder();
            list.forEach(element -> array.addValues(value(element)));
            any.setArrayValue(array);
        } else if (value instanceof Map<?, ?> map) {
            KeyValueList.Builder entries = KeyValueList.newBuilder();
            map.forEach((key, element) ->
                    entries.addValues(KeyValue.newBuilder().setKey((String) key).setValue(value(element))));
            any.setKvlistValue(entries);
        }
        return any.build();
    }

    static Span.Event event(String name, long nanosAfterStart, Object... attributes) {
        return Span.Event.newBuilder()
                .setName(name)
                .setTimeUnixNano(START + nanosAfterStart)
                .addAllAttributes(attributes(attributes))
                .build();
    }

    static ByteString hex(String id) {
        return ByteString.copyFrom(HexFormat.of().parseHex(id));
    }

    static ExportTraceServiceRequest request(List<KeyValue> resource, String scope, Span... spans) {
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAllAttributes(resource))
                        .addScopeSpans(ScopeSpans.newBuilder()
                                .setScope(InstrumentationScope.newBuilder().setName(scope))
                                .addAllSpans(List.of(spans))))
                .build();
    }

    static byte[] bytes(Span... spans) {
        return request(List.of(), "", spans).toByteArray();
    }

    /** What a request says in protobuf, after it was found that it says the same in JSON. */
    static List<Mapped> map(MapperConfig config, ExportTraceServiceRequest request) {
        List<Mapped> fromProto = map(config, request.toByteArray(), SourceFormat.OTLP_PROTO);
        byte[] json = OtlpJson.of(request).getBytes(StandardCharsets.UTF_8);
        assertEquals(
                comparable(fromProto),
                comparable(map(config, json, SourceFormat.OTLP_JSON)),
                "protobuf and JSON of one request");
        return fromProto;
    }

    static List<Mapped> map(Span... spans) {
        return map(MapperConfig.DEFAULT, request(List.of(), "", spans));
    }

    static List<Mapped> map(MapperConfig config, byte[] value, SourceFormat format) {
        List<Mapped> mapped = new ArrayList<>();
        try {
            new OtlpMapper(config).spans(value, format, mapped::add);
        } catch (UnreadableBatchException e) {
            return fail(e);
        }
        return mapped;
    }

    /** The event of the only span. */
    static Mapped.Event only(Span.Builder span) {
        return only(map(span.build()));
    }

    static Mapped.Event only(List<Mapped> mapped) {
        assertEquals(1, mapped.size(), "outcomes: " + mapped);
        return mapped.get(0) instanceof Mapped.Event event ? event : fail("no event: " + mapped.get(0));
    }

    /** The event of one span with these attributes. */
    static TraceEvent mapped(Object... attributes) {
        return only(span(attributes)).event();
    }

    /** The outcomes without the bytes of the refused, which differ between the forms. */
    static List<Object> comparable(List<Mapped> mapped) {
        return mapped.stream()
                .map(one -> one instanceof Mapped.Refused refused ? refused.field() + ": " + refused.message() : one)
                .toList();
    }
}
