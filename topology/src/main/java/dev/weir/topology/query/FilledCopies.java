package dev.weir.topology.query;

import dev.weir.topology.commit.Uncommitted;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StandbyUpdateListener;
import org.apache.kafka.streams.processor.TaskId;

/** Says when a copy begins to be filled: what its store held before was thrown away if it was not committed. */
record FilledCopies(Uncommitted uncommitted) implements StandbyUpdateListener {

    @Override
    public void onUpdateStart(TopicPartition changelog, String store, long startingOffset) {
        uncommitted.filling(store, changelog.partition());
    }

    @Override
    public void onBatchLoaded(
            TopicPartition changelog,
            String store,
            TaskId task,
            long batchEndOffset,
            long batchSize,
            long currentEndOffset) {}

    @Override
    public void onUpdateSuspended(
            TopicPartition changelog, String store, long storeOffset, long currentEndOffset, SuspendReason reason) {}
}
