package dev.weir.topology.query;

import dev.weir.schemas.supervision.SupervisedLoop;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.errors.StreamsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How old the copies are that this instance holds, looked at once a second by a thread of its own: one request to the
 * brokers for the ends of the changelogs. An age is at most one look too large, and up to {@link CopyAge#SETTLED_MILLIS}
 * where an aborted transaction is the last of a changelog; it is too small only where a copy does not look for more for
 * that long. When the brokers do not answer, ages grow.
 */
final class CopyAges implements AutoCloseable {

    static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(CopyAges.class);

    private final KafkaStreams streams;
    private final Clock clock;
    private final Map<Copy, CopyAge> ages = new HashMap<>();
    private final SupervisedLoop looks = SupervisedLoop.every(LOOK_EVERY, "copy-ages", this::look);

    private record Copy(String store, int partition) {}

    /** Ages of the copies of an application, which may not have been started yet. */
    CopyAges(KafkaStreams streams, Clock clock) {
        this.streams = streams;
        this.clock = clock;
        looks.start();
    }

    private void look() {
        try {
            if (streams.state().isRunningOrRebalancing()) {
                long before = clock.millis();
                observe(before, streams.allLocalStorePartitionLags());
            }
        } catch (StreamsException | IllegalStateException e) {
            LOG.atDebug().setCause(e).log("lags of local stores are unknown, copies grow older");
        }
    }

    /** A copy that is not here for a while, because its task is being changed, is known again when it is. */
    private synchronized void observe(long millis, Map<String, Map<Integer, LagInfo>> lags) {
        lags.forEach((store, partitions) -> partitions.forEach((partition, lag) -> {
            ages.computeIfAbsent(new Copy(store, partition), absent -> new CopyAge())
                    .observe(millis, lag.endOffsetPosition(), lag.currentOffsetPosition());
        }));
    }

    /** Age of the copy that this instance holds or has held; empty when there was none, or while it is being filled. */
    synchronized OptionalLong millis(String store, int partition) {
        CopyAge age = ages.get(new Copy(store, partition));
        return age == null ? OptionalLong.empty() : age.millis(clock.millis());
    }

    /** What looks at them. */
    SupervisedLoop loop() {
        return looks;
    }

    @Override
    public void close() {
        looks.close();
    }
}
