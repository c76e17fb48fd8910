package dev.weir.app.proof;

import dev.weir.app.proof.oracle.Call;
import dev.weir.schemas.Topics;
import java.util.List;

/**
 * A load in equal shares, one for each fault and one for the time after the last. A share begins when the fault before it
 * has happened, and its fault happens when half of it is committed: so every fault meets work in progress, however fast
 * the topology and however few the events.
 */
final class Shares {

    private final Drill drill;
    private final Rig rig;
    private final Load load;
    private final int shares;
    private int current;

    Shares(Drill drill, Rig rig, List<Call> calls, int faults) {
        this.drill = drill;
        this.rig = rig;
        this.shares = faults + 1;
        this.load = Load.start(rig.wire, calls, drill.rate, endOf(0));
    }

    private int endOf(int share) {
        return (int) ((long) drill.events * (share + 1) / shares);
    }

    /** Waits until half of the current share is committed; fails the drill if it is all of it. */
    void awaitMiddle() {
        int begin = endOf(current - 1);
        rig.wire.awaitCommitted(Topics.TRACES, (begin + endOf(current)) / 2, drill.patience());
        long committed = rig.wire.committed(Topics.TRACES);
        drill.say("share " + current + ": committed " + committed + " of " + drill.events);
        drill.require(committed < drill.events, () -> "all is committed: a fault now proves nothing");
    }

    /** Begins the next share: the fault has happened. */
    void next() {
        current++;
        load.allow(endOf(current));
    }

    /** Waits for the end of the load; fails the drill if a call was not acknowledged. */
    List<Call> allSent() {
        drill.require(current == shares - 1, () -> "only " + current + " of " + (shares - 1) + " faults happened");
        AckLog acks = load.await(drill.patience());
        drill.require(
                acks.failures().isEmpty() && acks.size() == drill.events,
                () -> acks.size() + " of " + drill.events + " acknowledged; failed: "
                        + acks.failures().stream().limit(3).toList());
        drill.say("all is sent");
        return acks.calls();
    }
}
