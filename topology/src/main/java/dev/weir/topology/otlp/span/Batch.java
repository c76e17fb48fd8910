package dev.weir.topology.otlp.span;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.topology.otlp.span.Frames.Scope;
import dev.weir.topology.otlp.span.Frames.Slice;
import dev.weir.topology.otlp.span.PartReader.Group;
import dev.weir.topology.otlp.span.PartReader.Ids;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * One export request, divided into its spans or logs, each of which is read when it is asked for. Memory beside the bytes: 12
 * for each span or log, some tens for each scope, and the attributes of the resources. Not thread-safe.
 */
public final class Batch {

    /** Bytes around a span, its scope and its resource, at most. */
    private static final int FRAME = 96;

    /** Bytes around a span beside others of its scope, at most. */
    private static final int ITEM = 6;

    private final Signal signal;
    private final Frames frames;
    private final PartReader reader;

    /** What the scopes and resources say, read when their first span is. */
    private final Map<Scope, Surroundings> read = new IdentityHashMap<>();

    private final Map<Object, Attributes> resources = new IdentityHashMap<>();

    private record Surroundings(String scope, Attributes resource, Repairs repairs) {}

    private Batch(Signal signal, Frames frames, PartReader reader) {
        this.signal = signal;
        this.frames = frames;
        this.reader = reader;
    }

    /**
     * The spans or logs of an export request.
     *
     * @param json whether it is JSON; protobuf otherwise
     * @throws MalformedException if it is no export request, or has more spans or logs than allowed
     */
    public static Batch divide(byte[] bytes, boolean json, Signal signal, Limits limits) throws MalformedException {
        return json
                ? new Batch(signal, JsonDivider.divide(bytes, signal, limits.spans()), new JsonReader(bytes, limits))
                : new Batch(signal, ProtoDivider.divide(bytes, signal, limits.spans()), new ProtoReader(bytes, limits));
    }

    /** Number of spans or logs. */
    public int size() {
        return frames.size();
    }

    /**
     * The span at an index.
     *
     * @throws MalformedException if its bytes are malformed, or those of its resource or scope
     */
    public Span span(int index, Repairs repairs) throws MalformedException {
        try {
            Surroundings around = around(index, repairs);
            return reader.span(frames.slice(index), around.scope(), around.resource(), repairs);
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /**
     * The log record at an index.
     *
     * @throws MalformedException as for a span
     */
    public LogEntry log(int index, Repairs repairs) throws MalformedException {
        try {
            return reader.log(frames.slice(index), around(index, repairs).resource(), repairs);
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** One span or log with its resource and scope as a batch of its own, in the same format. */
    public byte[] alone(int index) {
        return together(List.of(index));
    }

    /**
     * Some spans or logs with their resources and scopes as a batch of its own, in the same format and order.
     *
     * @param indices in ascending order
     */
    public byte[] together(List<Integer> indices) {
        List<Group> groups = new ArrayList<>();
        Scope last = null;
        for (int index : indices) {
            Scope scope = frames.scope(index);
            if (scope != last) {
                groups.add(new Group(scope.resource.slice, scope.slice, new ArrayList<>()));
                last = scope;
            }
            groups.get(groups.size() - 1).items().add(frames.slice(index));
        }
        return reader.together(signal, groups);
    }

    /**
     * Trace id of the span at an index; empty when one of its two ids is not there.
     *
     * @throws MalformedException if its bytes are malformed
     */
    public String traceId(int index) throws MalformedException {
        try {
            Ids ids = reader.ids(frames.slice(index));
            boolean whole = SpanParts.isGiven(ids.traceId()) && SpanParts.isGiven(ids.spanId());
            return whole ? ids.traceId() : "";
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** Bytes that the span or log at an index takes in a batch of its own, at most. */
    public int length(int index) {
        Scope scope = frames.scope(index);
        long length =
                (long) frames.slice(index).length() + scope.slice.length() + scope.resource.slice.length() + FRAME;
        return (int) Math.min(length, Integer.MAX_VALUE);
    }

    /**
     * Bytes that the span or log at an index adds to a batch that ends with another one, at most.
     *
     * @param last index of that one
     */
    public int lengthAfter(int index, int last) {
        return frames.scope(index) == frames.scope(last) ? frames.slice(index).length() + ITEM : length(index);
    }

    /** One span or log as a batch of its own, without its resource and scope, in the same format. */
    public byte[] bare(int index) {
        return reader.together(signal, List.of(new Group(Slice.NONE, Slice.NONE, List.of(frames.slice(index)))));
    }

    private Surroundings around(int index, Repairs repairs) throws IOException {
        Scope scope = frames.scope(index);
        Surroundings known = read.get(scope);
        if (known == null) {
            Repairs own = new Repairs();
            Attributes resource = resources.get(scope.resource);
            if (resource == null) {
                resource = reader.resource(scope.resource.slice, own);
                resources.put(scope.resource, resource);
            }
            known = new Surroundings(reader.scope(scope.slice), resource, own);
            read.put(scope, known);
        }
        repairs.noteAll(known.repairs());
        return known;
    }

    private MalformedException malformed(IOException e) {
        if (e instanceof MalformedException own) {
            return own;
        }
        if (e instanceof InvalidProtocolBufferException || e instanceof JsonProcessingException) {
            return new MalformedException(signal.item, signal.item + " = malformed bytes: expected one as OTLP has it");
        }
        throw new IllegalStateException("reading an array failed", e);
    }
}
