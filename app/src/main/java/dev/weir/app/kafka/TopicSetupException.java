package dev.weir.app.kafka;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cluster's topics are not what Weir needs, or cannot be made so; the message lists every reason, one a line. */
public final class TopicSetupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicSetupException(List<String> problems) {
        this(problems, null);
    }

    TopicSetupException(List<String> problems, @Nullable Throwable cause) {
        super(String.join(System.lineSeparator(), problems), cause);
    }
}
