package dev.weir.alerting.window;

import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;

/** Which of the window topics something came from; each is complete on its own. */
public enum WindowSource {
    /** All calls. */
    TRAFFIC(Topics.WINDOW_STATS),
    /** Judged calls. */
    QUALITY(Topics.WINDOW_QUALITY),
    /** What spenders spend. */
    SPEND(Topics.WINDOW_SPEND);

    private final Topic topic;

    WindowSource(Topic topic) {
        this.topic = topic;
    }

    public Topic topic() {
        return topic;
    }

    /**
     * The source of a topic's name.
     *
     * @throws IllegalArgumentException if it is none of the window topics
     */
    public static WindowSource ofTopic(String name) {
        for (WindowSource source : values()) {
            if (source.topic.name().equals(name)) {
                return source;
            }
        }
        throw new IllegalArgumentException("topic " + name + ": expected one of the window topics");
    }
}
