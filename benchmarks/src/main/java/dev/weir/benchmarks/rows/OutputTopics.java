package dev.weir.benchmarks.rows;

import dev.weir.schemas.Topic;
import java.time.Duration;
import java.util.List;

/**
 * Where a peer writes its windows: minutes of series, which are compared with the exact count, their other tiles, and
 * spend.
 */
public record OutputTopics(Topic minutes, Topic tiles, Topic spend) {

    /** How their names go on after a prefix. */
    static final String NAME = "output";

    /** @param prefix of the topics of one pass */
    public static OutputTopics of(String prefix) {
        String name = prefix + NAME;
        return new OutputTopics(topic(name), topic(name + "-tiles"), topic(name + "-spend"));
    }

    public List<Topic> all() {
        return List.of(minutes, tiles, spend);
    }

    private static Topic topic(String name) {
        return new Topic(
                name,
                "series and window",
                "aggregate",
                Topic.Cleanup.DELETE,
                Duration.ZERO,
                Topic.Timestamps.WRITER,
                "benchmark",
                "benchmark");
    }
}
