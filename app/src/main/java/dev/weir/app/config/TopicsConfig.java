package dev.weir.app.config;

import dev.weir.schemas.Means;
import java.util.ArrayList;
import java.util.List;

/**
 * How the topics are laid out.
 */
public record TopicsConfig(
        @Means("partitions of every topic; limits how many instances can share the work, and cannot be changed later")
        int partitions,

        @Means("copies of every partition; 0: one per broker, at most three")
        int replication) {

    public static final TopicsConfig DEFAULT = new TopicsConfig(4, 0);

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (partitions < 1 || partitions > 1000) {
            problems.add("partitions = " + partitions + ": expected 1 to 1000");
        }
        if (replication < 0 || replication > Short.MAX_VALUE) {
            problems.add("replication = " + replication + ": expected 0 (one per broker, at most three) or more");
        }
        return problems;
    }
}
