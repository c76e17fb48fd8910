package dev.weir.app.proof;

import dev.weir.app.proof.oracle.Call;
import dev.weir.app.proof.oracle.Window;
import dev.weir.app.proof.oracle.WindowId;
import dev.weir.schemas.Topics;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;

/** The end of every drill: all that was acknowledged is waited for, and held against the oracle in four places. */
final class Audit {

    private Audit() {}

    /**
     * Waits until every record is counted and published, then checks the last revision on the topic, the answers of each
     * instance, the counters and the dead letters.
     *
     * @param refused how many records are to be refused, beside the calls
     */
    static void all(Drill drill, Rig rig, List<Call> calls, long refused, Collection<Instance> instances) {
        long records = rig.wire.written(Topics.TRACES);
        drill.require(
                records == calls.size() + refused,
                () -> records + " records in the topic: expected " + calls.size() + " calls and " + refused);
        long start = System.nanoTime();
        rig.wire.awaitCommitted(Topics.TRACES, records, drill.patience());
        drill.say("all is committed");
        drill.figure("drained_s", drill.secondsSince(start));
        long frontier = rig.wire.awaitSettled(drill.patience());
        drill.say("all is published");
        SortedMap<WindowId, Window> expected = rig.expected(calls);
        drill.found(Verdict.published(rig.wire, expected, frontier));
        for (Instance instance : instances) {
            drill.found(Verdict.answered(instance, expected));
            Counts counts = Counts.of(instance);
            counts.requireConserved(drill, records);
            drill.require(counts.of("counted") == calls.size(), () -> "counted " + counts.of("counted"));
        }
        long letters = Counts.deadLetters(drill, rig).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        drill.require(letters == refused, () -> letters + " dead letters: expected " + refused);
    }
}
