package dev.weir.topology.otlp.span;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.topology.otlp.span.Frames.Slice;
import java.io.IOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** One message of protobuf, field by field, and the attributes met on the way. Not thread-safe. */
final class ProtoValues {

    private static final int STRING = 1 << 3 | 2;
    private static final int BOOL = 2 << 3;
    private static final int INT = 3 << 3;
    private static final int DOUBLE = 4 << 3 | 1;
    private static final int ARRAY = 5 << 3 | 2;
    private static final int MAP = 6 << 3 | 2;
    private static final int BYTES = 7 << 3 | 2;

    private static final int KEY = 1 << 3 | 2;
    private static final int VALUE = 2 << 3 | 2;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final CodedInputStream in;
    private final int start;
    private final Limits limits;
    private final Attributes.Builder attributes;
    private int tag;

    ProtoValues(byte[] bytes, Slice slice, Limits limits, Repairs repairs) {
        this.in = CodedInputStream.newInstance(bytes, slice.offset(), slice.length());
        this.start = slice.offset();
        this.limits = limits;
        this.attributes = new Attributes.Builder(limits.attributes(), repairs);
    }

    /** Goes to the next field; whether there is one. */
    boolean next() throws IOException {
        tag = in.readTag();
        return tag != 0;
    }

    int tag() {
        return tag;
    }

    boolean is(int field, int wireType) {
        return tag == (field << 3 | wireType);
    }

    void skip() throws IOException {
        if (!in.skipField(tag)) {
            throw new InvalidProtocolBufferException("end of a group that never began");
        }
    }

    String text() throws IOException {
        return in.readString();
    }

    String hex() throws IOException {
        return HexFormat.of().formatHex(in.readByteArray());
    }

    long fixed64() throws IOException {
        return in.readFixed64();
    }

    int varint() throws IOException {
        return in.readInt32();
    }

    /** Where a nested message lies, which is passed over. */
    Slice slice() throws IOException {
        int length = in.readRawVarint32();
        int offset = start + in.getTotalBytesRead();
        in.skipRawBytes(length);
        return new Slice(offset, length);
    }

    /** Takes the attribute that this field is, or passes over it when there are enough. */
    void attribute() throws IOException {
        if (attributes.isFull()) {
            skip();
            return;
        }
        int outer = in.pushLimit(in.readRawVarint32());
        String key = null;
        JsonNode value = null;
        for (int inner = in.readTag(); inner != 0; inner = in.readTag()) {
            if (inner == KEY) {
                key = in.readString();
            } else if (inner == VALUE) {
                value = value(1);
            } else {
                skipInner(inner);
            }
        }
        in.popLimit(outer);
        attributes.add(key, value);
    }

    Attributes attributes() {
        return attributes.build();
    }

    private @Nullable JsonNode value(int depth) throws IOException {
        if (depth > limits.depth()) {
            throw new MalformedException(
                    "attributes",
                    "a value nested deeper than " + limits.depth() + " levels: expected at most that many");
        }
        int outer = in.pushLimit(in.readRawVarint32());
        JsonNode value = null;
        for (int inner = in.readTag(); inner != 0; inner = in.readTag()) {
            switch (inner) {
                case STRING -> value = NODES.textNode(in.readString());
                case BOOL -> value = NODES.booleanNode(in.readBool());
                case INT -> value = NODES.numberNode(in.readInt64());
                case DOUBLE -> value = NODES.numberNode(in.readDouble());
                case ARRAY -> value = array(depth);
                case MAP -> value = map(depth);
                case BYTES -> value = NODES.binaryNode(in.readByteArray());
                default -> skipInner(inner);
            }
        }
        in.popLimit(outer);
        return value;
    }

    private ArrayNode array(int depth) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        ArrayNode array = NODES.arrayNode();
        for (int inner = in.readTag(); inner != 0; inner = in.readTag()) {
            if (inner == KEY) { // values = 1
                JsonNode element = value(depth + 1);
                array.add(element == null ? NODES.nullNode() : element);
            } else {
                skipInner(inner);
            }
        }
        in.popLimit(outer);
        return array;
    }

    private ObjectNode map(int depth) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        ObjectNode map = NODES.objectNode();
        for (int inner = in.readTag(); inner != 0; inner = in.readTag()) {
            if (inner == KEY) { // values = 1
                entry(map, depth);
            } else {
                skipInner(inner);
            }
        }
        in.popLimit(outer);
        return map;
    }

    private void entry(ObjectNode map, int depth) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        String key = "";
        JsonNode value = null;
        for (int inner = in.readTag(); inner != 0; inner = in.readTag()) {
            if (inner == KEY) {
                key = in.readString();
            } else if (inner == VALUE) {
                value = value(depth + 1);
            } else {
                skipInner(inner);
            }
        }
        in.popLimit(outer);
        map.set(key, value == null ? NODES.nullNode() : value);
    }

    private void skipInner(int inner) throws IOException {
        if (!in.skipField(inner)) {
            throw new InvalidProtocolBufferException("end of a group that never began");
        }
    }
}
