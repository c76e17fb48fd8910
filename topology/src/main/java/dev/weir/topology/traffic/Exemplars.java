package dev.weir.topology.traffic;

import dev.weir.topology.aggregate.WireReader;
import dev.weir.topology.aggregate.WireWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A few calls worth looking at: the three slowest, one that failed and one that refused. Which ones depends only on the
 * calls, not on their order: the slower first, ties and the others by trace and span id. Not thread-safe.
 */
final class Exemplars {

    static final String SLOW = "slow";
    static final String ERROR = "error";
    static final String REFUSAL = "refusal";

    /** Latency of a call that reports none. */
    static final long UNMEASURED = -1;

    private static final int SLOWEST = 3;
    private static final Comparator<Call> BY_ID =
            Comparator.comparing(Call::traceId).thenComparing(Call::spanId);
    private static final Comparator<Call> SLOWER_FIRST =
            Comparator.comparingLong(Call::latencyMicros).reversed().thenComparing(BY_ID);

    private final List<Call> calls = new ArrayList<>(5);

    record Call(String reason, String traceId, String spanId, long latencyMicros) {}

    void add(Call call) {
        calls.add(call);
        trim();
    }

    void mergeWith(Exemplars other) {
        calls.addAll(other.calls);
        trim();
    }

    /** The slowest first, then the failed one, then the refused one. */
    List<Call> calls() {
        return List.copyOf(calls);
    }

    private void trim() {
        List<Call> kept = new ArrayList<>(5);
        keep(SLOW, SLOWER_FIRST, SLOWEST, kept);
        keep(ERROR, BY_ID, 1, kept);
        keep(REFUSAL, BY_ID, 1, kept);
        calls.clear();
        calls.addAll(kept);
    }

    private void keep(String reason, Comparator<Call> order, int most, List<Call> kept) {
        calls.stream()
                .filter(call -> call.reason().equals(reason))
                .distinct()
                .sorted(order)
                .limit(most)
                .forEach(kept::add);
    }

    void write(WireWriter out) {
        out.writeLong(calls.size());
        for (Call call : calls) {
            out.writeString(call.reason())
                    .writeString(call.traceId())
                    .writeString(call.spanId())
                    .writeLong(call.latencyMicros());
        }
    }

    static Exemplars read(WireReader in) {
        Exemplars exemplars = new Exemplars();
        int stored = in.readInt();
        for (int i = 0; i < stored; i++) {
            exemplars.calls.add(new Call(in.readString(), in.readString(), in.readString(), in.readLong()));
        }
        return exemplars;
    }
}
