package dev.weir.alerting;

import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;

/** Which of the two window topics something came from; each is complete on its own. */
enum WindowSource {
    STATS(Topics.WINDOW_STATS),
    QUALITY(Topics.WINDOW_QUALITY);

    private final Topic topic;

    WindowSource(Topic topic) {
        this.topic = topic;
    }

    Topic topic() {
        return topic;
    }

    static WindowSource ofTopic(String name) {
        return name.equals(QUALITY.topic.name()) ? QUALITY : STATS;
    }
}
