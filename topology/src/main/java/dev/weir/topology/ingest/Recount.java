package dev.weir.topology.ingest;

import dev.weir.topology.ingest.Ingested.Call;
import dev.weir.topology.otlp.Evaluation;
import dev.weir.topology.record.ReadingException;
import dev.weir.topology.record.Rejection;
import dev.weir.topology.sampling.Decision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads source records once more as {@code fold-calls} read them, and tells the calls that count: the same bounds, the same
 * refusals, and a call that comes again is known for as long, where the records of each partition come in their order and
 * begin early enough. Nobody is judged. Not thread-safe.
 */
public final class Recount {

    private static final Decision NOT_SAMPLED = new Decision(false, 1, 0, List.of(), "", "");

    private final Intake intake;
    private final DuplicatesConfig duplicates;
    private final List<Feed.Source> sources;
    private final Consumer<Call> counted;
    private final Map<Integer, Partition> partitions = new HashMap<>();
    private long refused;

    /** @param counted takes a call that is valid until it returns */
    public Recount(Intake intake, DuplicatesConfig duplicates, List<Feed.Source> sources, Consumer<Call> counted) {
        this.intake = intake;
        this.duplicates = duplicates;
        this.sources = sources;
        this.counted = counted;
    }

    /** Takes one record of a source topic. */
    public void read(String topic, int partition, long arrivalMillis, byte @Nullable [] key, byte @Nullable [] value) {
        Partition at = partitions.computeIfAbsent(partition, absent -> new Partition());
        at.arrival = arrivalMillis;
        at.newest = Math.max(at.newest, arrivalMillis);
        try {
            at.feeds.computeIfAbsent(topic, this::feed).read(key, value, at);
        } catch (ReadingException e) {
            refused++;
        }
    }

    /** Records and parts of records that were refused; they were when they came, and are dead letters. */
    public long refused() {
        return refused;
    }

    private Feed feed(String topic) {
        return sources.stream()
                .filter(source -> source.topic().equals(topic))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(topic + ": expected one of "
                        + sources.stream().map(Feed.Source::topic).toList()))
                .feed()
                .get();
    }

    /** The sources of one partition number: one task read them, and remembered their calls together. */
    private final class Partition implements Feed.Visitor {

        private final Fingerprints known = new Fingerprints(duplicates);
        private final Map<String, Feed> feeds = new HashMap<>();
        private long arrival;
        private long newest = Long.MIN_VALUE;

        @Override
        public void event(byte @Nullable [] event) {
            try {
                Intake.Found found = intake.read(event, arrival);
                if (found != null && (duplicates.window().isZero() || !known.remember(found.hash(), newest))) {
                    counted.accept(found.toCall(arrival, NOT_SAMPLED));
                }
            } catch (ReadingException e) {
                refused++;
            }
        }

        @Override
        public void refused(Rejection reason, String field, byte[] part) {
            refused++;
        }

        @Override
        public void ignored(String counter) {}

        @Override
        public void evaluated(Evaluation evaluation) {}

        @Override
        public void noted(String counter) {}
    }
}
