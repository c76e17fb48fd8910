package dev.weir.topology.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far the source partitions of one task have been read, in arrival time. A task reads the same partition of every
 * source topic, so what it has counted is complete up to the one that is furthest behind. Not thread-safe.
 */
final class SourceFrontiers {

    /** Nothing is known yet. */
    static final long UNKNOWN = Long.MIN_VALUE;

    /** A partition read to its end is complete up to the wall clock less this, for records on their way. */
    static final Duration ON_THE_WAY = Duration.ofSeconds(1);

    private final SourceProgress progress;
    private final List<Reading> readings = new ArrayList<>();
    private int partition;
    private long arrived = UNKNOWN;
    private long since = Long.MAX_VALUE;

    /** One source partition, as far as it has been read since the task started. */
    static final class Reading {

        private final String topic;
        private final Feed feed;
        private @Nullable TopicPartition partition;
        private long frontier;
        private long lastProcessed;
        private boolean ended;

        private Reading(Feed.Source source) {
            this.topic = source.topic();
            this.feed = source.feed().get();
        }

        Feed feed() {
            return feed;
        }

        /** Nothing will follow. */
        void end() {
            ended = true;
        }
    }

    SourceFrontiers(List<Feed.Source> sources, SourceProgress progress) {
        this.progress = progress;
        sources.forEach(source -> readings.add(new Reading(source)));
    }

    /** Starts anew, from the committed offsets. */
    void open(int ofPartition) {
        partition = ofPartition;
        arrived = UNKNOWN;
        since = Long.MAX_VALUE;
        for (Reading reading : readings) {
            TopicPartition source = new TopicPartition(reading.topic, ofPartition);
            reading.partition = source;
            reading.frontier = UNKNOWN;
            reading.lastProcessed = -1;
            reading.ended = false;
            progress.restart(source);
        }
    }

    /**
     * Takes note of a record.
     *
     * @throws IllegalStateException if the topic is no source
     */
    Reading read(String topic, long offset, long arrival) {
        for (Reading reading : readings) {
            if (reading.topic.equals(topic)) {
                reading.lastProcessed = offset;
                reading.frontier = Math.max(reading.frontier, arrival);
                arrived = Math.max(arrived, arrival);
                return reading;
            }
        }
        throw new IllegalStateException(topic + ": expected one of the source topics");
    }

    int partition() {
        return partition;
    }

    /** Latest arrival of any record read since the task started, milliseconds since the epoch. */
    long arrived() {
        return arrived;
    }

    /**
     * A time by which everything had arrived that was read before the task started, as of the last {@link #common}: the
     * furthest that any source had been read when all of them had been read, and a second for those that were idle. {@link
     * Long#MAX_VALUE} before that.
     */
    long since() {
        return since;
    }

    /** Whether nothing will follow in any source. */
    boolean ended() {
        return readings.stream().allMatch(reading -> reading.ended);
    }

    /**
     * Up to which arrival everything has been read; {@link #UNKNOWN} while one partition has not been read. Never moves
     * backwards.
     *
     * @param now wall clock, milliseconds since the epoch
     */
    long common(long now) {
        long smallest = Long.MAX_VALUE;
        long largest = arrived;
        for (Reading reading : readings) {
            if (!reading.ended) {
                TopicPartition source = reading.partition;
                if (source != null && progress.isReadToEnd(source, reading.lastProcessed)) {
                    reading.frontier = Math.max(reading.frontier, now - ON_THE_WAY.toMillis());
                }
                smallest = Math.min(smallest, reading.frontier);
                largest = Math.max(largest, reading.frontier);
            }
        }
        if (since == Long.MAX_VALUE && smallest != UNKNOWN && largest != UNKNOWN) {
            since = largest + ON_THE_WAY.toMillis();
        }
        return smallest == Long.MAX_VALUE ? arrived : smallest;
    }
}
