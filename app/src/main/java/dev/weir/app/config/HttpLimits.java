package dev.weir.app.config;

import dev.weir.schemas.Means;
import dev.weir.schemas.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What clients of the HTTP server can take from each other.
 */
public record HttpLimits(
        @Means(
                "connections that are open at a time; for one more, the connection that has waited longest for its client is closed")
        int connections,

        @Means(
                "time in which a request must come, head and body; otherwise it is answered 408, or its connection is closed")
        Duration requestTimeout,

        @Means(
                "bytes a second that a client must send of a body, and take of an answer, from its tenth second on; 0: any")
        int leastRate,

        @Means(
                "bytes of all bodies that are coming and of all answers that are going; beyond it 503, but those that are "
                        + "older than five seconds are given up first")
        int heldBytes,

        @Means("threads that answer queries; as many answer other instances, and as many take OTLP requests")
        int threads,

        @Means("queries that wait for a thread, and OTLP requests that do; beyond it 503")
        int waiting) {

    public static final HttpLimits DEFAULT = new HttpLimits(2_000, Duration.ofSeconds(30), 1_024, 64 << 20, 16, 256);

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int LEAST_HELD = 1 << 20;

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        range(problems, "connections", connections, 10, 1_000_000);
        if (requestTimeout.compareTo(SHORTEST) < 0 || requestTimeout.compareTo(LONGEST) > 0) {
            problems.add("request_timeout = " + Durations.format(requestTimeout) + ": expected 1s to 10m");
        }
        range(problems, "least_rate", leastRate, 0, 1 << 20);
        range(problems, "held_bytes", heldBytes, LEAST_HELD, Integer.MAX_VALUE);
        range(problems, "threads", threads, 1, 1_000);
        range(problems, "waiting", waiting, 1, 100_000);
        return problems;
    }

    private static void range(List<String> problems, String key, int value, int least, int most) {
        if (value < least || value > most) {
            problems.add(key + " = " + value + ": expected " + least + " to " + most);
        }
    }
}
