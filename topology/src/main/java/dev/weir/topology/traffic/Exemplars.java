package dev.weir.topology.traffic;

import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A few calls worth looking at: the three slowest, one that failed and one that refused. Which ones depends only on the
 * calls, not on their order: the slower first, ties and the others by trace and span id. A call that is not slow enough
 * costs one comparison. Not thread-safe.
 */
final class Exemplars {

    static final String SLOW = "slow";
    static final String ERROR = "error";
    static final String REFUSAL = "refusal";

    /** Latency of a call that reports none. */
    static final long UNMEASURED = -1;

    private static final int SLOWEST = 3;
    private static final Comparator<Call> BY_ID =
            Comparator.comparing(Call::traceId).thenComparing(Call::spanId).thenComparingLong(Call::latencyMicros);
    private static final Comparator<Call> SLOWER_FIRST =
            Comparator.comparingLong(Call::latencyMicros).reversed().thenComparing(BY_ID);

    private final List<Call> slow = new ArrayList<>(SLOWEST + 1);
    private @Nullable Call error;
    private @Nullable Call refusal;

    record Call(String traceId, String spanId, long latencyMicros) {}

    /** Adds a measured call. */
    void addSlow(long latencyMicros, Supplier<Call> call) {
        if (slow.size() < SLOWEST || latencyMicros >= slow.get(SLOWEST - 1).latencyMicros()) {
            addSlow(call.get());
        }
    }

    private void addSlow(Call call) {
        int at = 0;
        while (at < slow.size() && SLOWER_FIRST.compare(slow.get(at), call) < 0) {
            at++;
        }
        boolean known = at < slow.size() && slow.get(at).equals(call);
        if (!known && at < SLOWEST) {
            slow.add(at, call);
            if (slow.size() > SLOWEST) {
                slow.remove(SLOWEST);
            }
        }
    }

    void addError(Call call) {
        error = first(error, call);
    }

    void addRefusal(Call call) {
        refusal = first(refusal, call);
    }

    private static Call first(@Nullable Call one, Call other) {
        return one == null || BY_ID.compare(other, one) < 0 ? other : one;
    }

    void mergeWith(Exemplars other) {
        other.slow.forEach(this::addSlow);
        if (other.error != null) {
            addError(other.error);
        }
        if (other.refusal != null) {
            addRefusal(other.refusal);
        }
    }

    void clear() {
        slow.clear();
        error = null;
        refusal = null;
    }

    /** Receives a reason and its call. */
    interface Each {
        void accept(String reason, Call call);
    }

    /** The slowest first, then the failed one, then the refused one. */
    void forEach(Each each) {
        slow.forEach(call -> each.accept(SLOW, call));
        if (error != null) {
            each.accept(ERROR, error);
        }
        if (refusal != null) {
            each.accept(REFUSAL, refusal);
        }
    }

    void write(WireWriter out) {
        out.writeByte(slow.size() | (error == null ? 0 : 8) | (refusal == null ? 0 : 16));
        forEach((reason, call) ->
                out.writeId(call.traceId()).writeId(call.spanId()).writeLong(call.latencyMicros()));
    }

    void mergeFrom(WireReader in) {
        int what = in.readByte();
        for (int i = 0; i < (what & 7); i++) {
            addSlow(read(in));
        }
        if ((what & 8) != 0) {
            addError(read(in));
        }
        if ((what & 16) != 0) {
            addRefusal(read(in));
        }
    }

    private static Call read(WireReader in) {
        return new Call(in.readId(), in.readId(), in.readLong());
    }
}
