package dev.weir.topology.ingest;

import org.apache.kafka.common.TopicPartition;

/**
 * Tells a partition that has been read to its end from one that is merely not being read. Asked on the stream thread.
 */
public interface SourceProgress {

    /**
     * True when nothing is left to read: the consumer has heard from the broker within the last seconds, that was the
     * end of the partition, and every record it returned has been processed.
     *
     * @param lastProcessed offset of the last record that the task processed, -1 if none since it started
     */
    boolean isReadToEnd(TopicPartition partition, long lastProcessed);

    /** Forgets what was returned for a partition: its task starts again, from the committed offset. */
    void restart(TopicPartition partition);

    /** For recorded input: the wall clock moves nothing. */
    SourceProgress NEVER = new SourceProgress() {
        @Override
        public boolean isReadToEnd(TopicPartition partition, long lastProcessed) {
            return false;
        }

        @Override
        public void restart(TopicPartition partition) {
            // nothing is remembered
        }
    };
}
