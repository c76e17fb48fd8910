package dev.weir.topology.otlp.span;

import com.google.protobuf.CodedOutputStream;
import dev.weir.topology.otlp.span.Frames.Slice;
import java.io.IOException;
import java.util.List;

/**
 * Spans, logs and resources from protobuf. Field numbers are those of opentelemetry-proto ({@code trace.proto}, {@code
 * logs.proto}, {@code common.proto}); a field of another number or wire type is passed over, as protobuf has it. Malformed
 * text is kept with replacement characters.
 */
final class ProtoReader implements PartReader {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;

    private final byte[] bytes;
    private final Limits limits;

    ProtoReader(byte[] bytes, Limits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    @Override
    public Attributes resource(Slice slice, Repairs repairs) throws IOException {
        ProtoValues in = open(slice, repairs);
        while (in.next()) {
            if (in.is(1, BYTES)) {
                in.attribute();
            } else {
                in.skip();
            }
        }
        return in.attributes();
    }

    @Override
    public String scope(Slice slice) throws IOException {
        ProtoValues in = open(slice, new Repairs());
        String name = "";
        while (in.next()) {
            if (in.is(1, BYTES)) {
                name = in.text();
            } else {
                in.skip();
            }
        }
        return name;
    }

    @Override
    public Span span(Slice slice, String scope, Attributes resource, Repairs repairs) throws IOException {
        ProtoValues in = open(slice, repairs);
        SpanParts span = new SpanParts();
        while (in.next()) {
            switch (in.tag()) {
                case 1 << 3 | BYTES -> span.traceId = in.hex();
                case 2 << 3 | BYTES -> span.spanId = in.hex();
                case 3 << 3 | BYTES -> span.traceState = in.text();
                case 4 << 3 | BYTES -> span.parentSpanId = in.hex();
                case 5 << 3 | BYTES -> span.name = in.text();
                case 7 << 3 | FIXED64 -> span.startNanos = in.fixed64();
                case 8 << 3 | FIXED64 -> span.endNanos = in.fixed64();
                case 9 << 3 | BYTES -> in.attribute();
                case 11 << 3 | BYTES -> part(in, span.events, this::event, repairs);
                case 13 << 3 | BYTES -> part(in, span.links, this::link, repairs);
                case 15 << 3 | BYTES -> span.status = status(in.slice());
                default -> in.skip();
            }
        }
        return span.build(in.attributes(), scope, resource);
    }

    @Override
    public LogEntry log(Slice slice, Attributes resource, Repairs repairs) throws IOException {
        ProtoValues in = open(slice, repairs);
        String name = "";
        String traceId = "";
        String spanId = "";
        long time = 0;
        long observed = 0;
        while (in.next()) {
            switch (in.tag()) {
                case 1 << 3 | FIXED64 -> time = in.fixed64();
                case 6 << 3 | BYTES -> in.attribute();
                case 9 << 3 | BYTES -> traceId = in.hex();
                case 10 << 3 | BYTES -> spanId = in.hex();
                case 11 << 3 | FIXED64 -> observed = in.fixed64();
                case 12 << 3 | BYTES -> name = in.text();
                default -> in.skip();
            }
        }
        return new LogEntry(name, time != 0 ? time : observed, traceId, spanId, in.attributes(), resource);
    }

    @Override
    public Ids ids(Slice slice) throws IOException {
        ProtoValues in = open(slice, new Repairs());
        String traceId = "";
        String spanId = "";
        while (in.next()) {
            if (in.is(1, BYTES)) {
                traceId = in.hex();
            } else if (in.is(2, BYTES)) {
                spanId = in.hex();
            } else {
                in.skip();
            }
        }
        return new Ids(traceId, spanId);
    }

    @Override
    public byte[] together(Signal signal, List<Group> groups) {
        int size = 0;
        for (Group group : groups) {
            size += lengthOf(grouped(group));
        }
        byte[] out = new byte[size];
        CodedOutputStream to = CodedOutputStream.newInstance(out);
        try {
            for (Group group : groups) {
                header(to, 1, grouped(group));
                part(to, group.resource());
                header(to, 2, scoped(group));
                part(to, group.scope());
                for (Slice item : group.items()) {
                    header(to, 2, item.length());
                    to.writeRawBytes(bytes, item.offset(), item.length());
                }
            }
            to.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new IllegalStateException("writing an array failed", e);
        }
        return out;
    }

    private static int grouped(Group group) {
        return lengthOf(group.resource()) + lengthOf(scoped(group));
    }

    private static int scoped(Group group) {
        int length = lengthOf(group.scope());
        for (Slice item : group.items()) {
            length += lengthOf(item.length());
        }
        return length;
    }

    private void part(CodedOutputStream to, Slice slice) throws IOException {
        if (slice.length() > 0) {
            header(to, 1, slice.length());
            to.writeRawBytes(bytes, slice.offset(), slice.length());
        }
    }

    private static void header(CodedOutputStream to, int field, int length) throws IOException {
        to.writeTag(field, BYTES);
        to.writeUInt32NoTag(length);
    }

    private static int lengthOf(Slice slice) {
        return slice.length() == 0 ? 0 : lengthOf(slice.length());
    }

    /** Bytes of a nested message with a tag of one byte. */
    private static int lengthOf(int length) {
        return 1 + CodedOutputStream.computeUInt32SizeNoTag(length) + length;
    }

    private interface Part<T> {
        T read(Slice slice, Repairs repairs) throws IOException;
    }

    private <T> void part(ProtoValues in, List<T> parts, Part<T> reader, Repairs repairs) throws IOException {
        if (parts.size() < limits.attributes()) {
            parts.add(reader.read(in.slice(), repairs));
        } else {
            repairs.note(Repair.ATTRIBUTES_CUT);
            in.skip();
        }
    }

    private Span.Event event(Slice slice, Repairs repairs) throws IOException {
        ProtoValues in = open(slice, repairs);
        String name = "";
        long time = 0;
        while (in.next()) {
            switch (in.tag()) {
                case 1 << 3 | FIXED64 -> time = in.fixed64();
                case 2 << 3 | BYTES -> name = in.text();
                case 3 << 3 | BYTES -> in.attribute();
                default -> in.skip();
            }
        }
        return new Span.Event(name, time, in.attributes());
    }

    private Span.Link link(Slice slice, Repairs repairs) throws IOException {
        ProtoValues in = open(slice, repairs);
        String traceId = "";
        String spanId = "";
        while (in.next()) {
            switch (in.tag()) {
                case 1 << 3 | BYTES -> traceId = in.hex();
                case 2 << 3 | BYTES -> spanId = in.hex();
                default -> in.skip();
            }
        }
        return new Span.Link(traceId, spanId);
    }

    private int status(Slice slice) throws IOException {
        ProtoValues in = open(slice, new Repairs());
        int code = 0;
        while (in.next()) {
            if (in.is(3, VARINT)) {
                code = in.varint();
            } else {
                in.skip();
            }
        }
        return code;
    }

    private ProtoValues open(Slice slice, Repairs repairs) {
        return new ProtoValues(bytes, slice, limits, repairs);
    }
}
