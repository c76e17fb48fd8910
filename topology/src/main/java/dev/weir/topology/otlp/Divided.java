package dev.weir.topology.otlp;

import dev.weir.topology.otlp.OtlpRequests.Bounds;
import dev.weir.topology.otlp.OtlpRequests.Keyed;
import dev.weir.topology.otlp.span.Batch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request in parts: its spans or logs by key, and those of one key in as many parts as they need. Until {@link #requests} is
 * asked for there are only their places in the request, so what they will take is known before it is taken. Not thread-safe.
 */
public final class Divided {

    private final Batch batch;
    private final Bounds bounds;
    private final Map<String, Part> open = new LinkedHashMap<>();
    private final List<Part> parts = new ArrayList<>();
    private long bytes;
    private long accepted;
    private long rejected;
    private long ignored;
    private String why = "";

    /** Some spans or logs of one key. */
    private static final class Part {
        private final String key;
        private final List<Integer> indices = new ArrayList<>();
        private int bytes;
        private int last = -1;

        Part(String key) {
            this.key = key;
        }
    }

    Divided(Batch batch, Bounds bounds) {
        this.batch = batch;
        this.bounds = bounds;
    }

    /** Whether one fits into a part at all; rejects it otherwise. */
    boolean isSmallEnough(int index) {
        int alone = batch.length(index);
        if (alone > bounds.part()) {
            reject("one of " + alone + " bytes with its resource: expected at most " + bounds.part());
            return false;
        }
        return true;
    }

    /** Adds one that is small enough. */
    void add(int index, String key) {
        if (key.isEmpty()) {
            reject("a span without a trace id or a span id: expected both");
            return;
        }
        Part part = open.get(key);
        if (part != null && part.bytes + batch.lengthAfter(index, part.last) > bounds.part()) {
            part = null;
        }
        int more = part == null ? batch.length(index) : batch.lengthAfter(index, part.last);
        if (bytes + more > bounds.parts()) {
            reject("divided by trace, with the resource of each repeated, the request takes more than " + bounds.parts()
                    + " bytes: expected smaller resources, or fewer traces in a batch");
            return;
        }
        if (part == null) {
            part = new Part(key);
            open.put(key, part);
            parts.add(part);
        }
        part.indices.add(index);
        part.bytes += more;
        part.last = index;
        bytes += more;
        accepted++;
    }

    void reject(String reason) {
        rejected++;
        why = why.isEmpty() ? reason : why;
    }

    void ignore() {
        ignored++;
    }

    /** The same where no part can be taken. */
    public Divided without(String reason) {
        Divided none = new Divided(batch, bounds);
        none.rejected = rejected + accepted;
        none.ignored = ignored;
        none.why = accepted == 0 ? why : reason;
        return none;
    }

    /** Bytes of all parts, about: resources and scopes are counted as often as they are repeated. */
    public long bytes() {
        return bytes;
    }

    /** The parts; builds them each time. */
    public List<Keyed> requests() {
        return parts.stream()
                .map(part -> new Keyed(part.key, batch.together(part.indices)))
                .toList();
    }

    /** Number of spans or logs in the parts. */
    public long accepted() {
        return accepted;
    }

    /** Number of spans or logs in none of them. */
    public long rejected() {
        return rejected;
    }

    /** Number of logs in none of them, because they are no evaluation. */
    public long ignored() {
        return ignored;
    }

    /** Why they were rejected, the first reason; empty where none was. */
    public String why() {
        return why;
    }
}
