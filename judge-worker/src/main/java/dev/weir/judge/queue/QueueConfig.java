package dev.weir.judge.queue;

import dev.weir.schemas.Means;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How tasks are consumed. The tasks of a share consumer are leased in batches that end together, so more consumers wait less
 * for the slowest task of a batch.
 */
public record QueueConfig(
        @Means("`share` group, `consumer` group, or `auto`, whichever the cluster supports")
        Kind kind,

        @Means("group of all workers that share the tasks") String groupId,
        @Means("consumers of one worker") int consumers,

        @Means("most tasks that one consumer holds at a time")
        int maxLeased,

        @Means("how long the broker waits for an acknowledgement or a renewal of a leased task before "
                + "it delivers the task again; share group only")
        Duration lockDuration,

        @Means("deliveries after which a failed verdict is written instead of another try")
        int deliveryLimit) {

    /** Kind of group. */
    public enum Kind {
        AUTO,
        SHARE,
        CONSUMER
    }

    public static final QueueConfig DEFAULT =
            new QueueConfig(Kind.AUTO, "weir-judge-worker", 2, 16, Duration.ofSeconds(30), 4);

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (groupId.isBlank()) {
            problems.add("group_id = " + groupId + ": expected a group name");
        }
        if (consumers < 1 || consumers > 64) {
            problems.add("consumers = " + consumers + ": expected 1 to 64");
        }
        if (maxLeased < 1 || maxLeased > 1_000) {
            problems.add("max_leased = " + maxLeased + ": expected 1 to 1000");
        }
        if (lockDuration.compareTo(Duration.ofSeconds(15)) < 0 || lockDuration.compareTo(Duration.ofSeconds(60)) > 0) {
            problems.add("lock_duration = " + lockDuration + ": expected PT15S to PT1M, the broker's own bounds");
        }
        if (deliveryLimit < 2 || deliveryLimit > 9) {
            problems.add("delivery_limit = " + deliveryLimit + ": expected 2 to 9");
        }
        return problems;
    }
}
