package dev.weir.schemas;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One Kafka topic: what it holds, who may write it, who reads it, and the settings that correctness rests on.
 *
 * @param key what the record key is, and why it partitions that way
 * @param value what the record value is
 * @param cleanup delete or compact
 * @param retention how long records are kept; zero or negative: for ever
 * @param timestamps which clock stamps the records
 * @param writer who writes
 * @param readers who read
 * @param owner whose the topic is
 */
public record Topic(
        String name,
        String key,
        String value,
        Cleanup cleanup,
        Duration retention,
        Timestamps timestamps,
        String writer,
        String readers,
        Owner owner) {

    /** A topic of Weir's own. */
    public Topic(
            String name,
            String key,
            String value,
            Cleanup cleanup,
            Duration retention,
            Timestamps timestamps,
            String writer,
            String readers) {
        this(name, key, value, cleanup, retention, timestamps, writer, readers, Owner.WEIR);
    }

    /** Whose a topic is. */
    public enum Owner {
        /** All of its settings are demanded. */
        WEIR,
        /** Another system writes it: only what correctness rests on is demanded, the rest is the owner's. */
        PRODUCER
    }

    /** What the broker does with old records. */
    public enum Cleanup {
        DELETE,
        COMPACT
    }

    /** Which clock stamps the records. */
    public enum Timestamps {
        /** The broker's at append: cannot be forged, so arrival is trustworthy. */
        ARRIVAL,
        /** The writer's. */
        WRITER
    }

    /** Settings for topic creation, as Kafka names them. */
    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("cleanup.policy", cleanup == Cleanup.COMPACT ? "compact" : "delete");
        settings.put(
                "retention.ms",
                String.valueOf(retention.isNegative() || retention.isZero() ? -1 : retention.toMillis()));
        settings.put("message.timestamp.type", timestamps == Timestamps.ARRIVAL ? "LogAppendTime" : "CreateTime");
        return settings;
    }

    /** Settings that an existing topic must have. */
    public Map<String, String> demanded() {
        Map<String, String> demanded = settings();
        if (owner == Owner.PRODUCER) {
            demanded.keySet().retainAll(Set.of("message.timestamp.type", "cleanup.policy"));
        }
        return demanded;
    }

    /** The same topic for a replay: the writer stamps the simulated arrival and nothing is ever deleted. */
    public Topic recorded() {
        return new Topic(name, key, value, cleanup, Duration.ZERO, Timestamps.WRITER, writer, readers, owner);
    }
}
