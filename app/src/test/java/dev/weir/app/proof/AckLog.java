package dev.weir.app.proof;

import dev.weir.app.proof.oracle.Call;
import java.util.ArrayList;
import java.util.List;

/**
 * What the broker has said it holds. The oracle works from this and not from what was sent: a call that was never
 * acknowledged is nobody's loss, and one that was acknowledged twice is two records.
 */
final class AckLog {

    private final List<Call> acknowledged = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    synchronized void acknowledged(Call call) {
        acknowledged.add(call);
    }

    synchronized void failed(Call call, Exception why) {
        failures.add(call.id() + ": " + why);
    }

    /** Calls in the order of their acknowledgements. */
    synchronized List<Call> calls() {
        return List.copyOf(acknowledged);
    }

    synchronized int size() {
        return acknowledged.size();
    }

    /** Calls whose fate is unknown, one line each. */
    synchronized List<String> failures() {
        return List.copyOf(failures);
    }
}
