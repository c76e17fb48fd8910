package dev.weir.app.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.Topics;
import dev.weir.schemas.headers.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The conservation counters of the whole application, as an instance states them, and the dead letters beside them. */
final class Counts {

    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Map<String, Long> counters = new TreeMap<>();

    private Counts(JsonNode json) {
        json.path("ingest-counters")
                .properties()
                .forEach(entry -> counters.put(entry.getKey(), entry.getValue().asLong()));
    }

    static Counts of(Instance instance) {
        return new Counts(instance.askWhole("/api/v1/counters", ANSWER));
    }

    long of(String name) {
        return counters.getOrDefault(name, 0L);
    }

    long refused() {
        return counters.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("refused/"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Fails the drill unless every record that was read is accounted for once: {@code read = counted + … + refused}. */
    void requireConserved(Drill drill, long records) {
        long accounted = of("counted") + of("duplicates") + of("other-spans") + refused();
        drill.require(
                of("read") == records && accounted == records,
                () -> "read " + of("read") + " and accounted for " + accounted + " of " + records + " records: "
                        + counters);
    }

    /** Dead letters by reason; fails the drill when a record is there twice. */
    static Map<String, Long> deadLetters(Drill drill, Rig rig) {
        Map<String, Long> reasons = new TreeMap<>();
        Map<String, String> origins = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> letter : rig.wire.letters(Topics.DEAD_LETTERS)) {
            String origin = header(letter, DeadLetterHeaders.TOPIC) + "/" + header(letter, DeadLetterHeaders.PARTITION)
                    + "/" + header(letter, DeadLetterHeaders.OFFSET);
            drill.require(origins.put(origin, origin) == null, () -> "twice in the dead letters: " + origin);
            reasons.merge(header(letter, DeadLetterHeaders.REASON), 1L, Long::sum);
        }
        return reasons;
    }

    static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
