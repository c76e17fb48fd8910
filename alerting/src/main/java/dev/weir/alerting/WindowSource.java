package dev.weir.alerting;

import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;

/** Which of the window topics something came from; each is complete on its own. */
enum WindowSource {
    STATS(Topics.WINDOW_STATS),
    QUALITY(Topics.WINDOW_QUALITY),
    SPEND(Topics.WINDOW_SPEND);

    private final Topic topic;

    WindowSource(Topic topic) {
        this.topic = topic;
    }

    Topic topic() {
        return topic;
    }

    static WindowSource ofTopic(String name) {
        for (WindowSource source : values()) {
            if (source.topic.name().equals(name)) {
                return source;
            }
        }
        throw new IllegalArgumentException("topic " + name + ": expected one of the window topics");
    }
}
