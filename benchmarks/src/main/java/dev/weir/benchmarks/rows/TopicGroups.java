package dev.weir.benchmarks.rows;

import java.util.Map;
import java.util.TreeMap;

/** What internal topics are about, from their names: series, spend, quality, or other. */
final class TopicGroups {

    private TopicGroups() {}

    /** Sums by group. */
    static Map<String, Long> of(Map<String, Long> bytesByTopic) {
        Map<String, Long> groups = new TreeMap<>();
        bytesByTopic.forEach((topic, bytes) -> groups.merge(groupOf(topic), bytes, Long::sum));
        return groups;
    }

    private static String groupOf(String topic) {
        if (topic.contains("sampled") || topic.contains("score") || topic.contains("quality")) {
            return "quality";
        }
        if (topic.contains("spend")) {
            return "spend";
        }
        return topic.contains("series") ? "series" : "other";
    }
}
