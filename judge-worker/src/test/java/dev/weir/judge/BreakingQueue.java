package dev.weir.judge;

import dev.weir.judge.queue.Lease;
import dev.weir.judge.queue.TaskQueue;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;

/** Queue that refuses an acceptance when it is told to, as a broker does that knows nothing of a lease. */
final class BreakingQueue implements TaskQueue {

    private final TaskQueue queue;
    private final BooleanSupplier breaks;

    BreakingQueue(TaskQueue queue, BooleanSupplier breaks) {
        this.queue = queue;
        this.breaks = breaks;
    }

    @Override
    public List<Lease> poll(Duration timeout) {
        return queue.poll(timeout);
    }

    @Override
    public void accept(Lease lease) {
        if (breaks.getAsBoolean()) {
            throw new KafkaException("no such lease");
        }
        queue.accept(lease);
    }

    @Override
    public void release(Lease lease) {
        queue.release(lease);
    }

    @Override
    public int open() {
        return queue.open();
    }

    @Override
    public Duration heartbeat() {
        return queue.heartbeat();
    }

    @Override
    public void close() {
        queue.close();
    }
}
