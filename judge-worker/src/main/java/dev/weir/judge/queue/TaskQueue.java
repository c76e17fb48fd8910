package dev.weir.judge.queue;

import java.time.Duration;
import java.util.List;

/**
 * Records leased one by one. At least once: a record that was not accepted is delivered again, to us or to another, so
 * what is done for it must be idempotent. One thread owns a queue and makes all calls.
 *
 * <p>{@link #poll} is also the heartbeat: it keeps open leases alive and makes accepted records durable, and must be
 * called at least every {@link #heartbeat}, leases open or not.
 */
public interface TaskQueue extends AutoCloseable {

    /**
     * New leases. At once, and maybe empty, while leases are open; else after at most the timeout.
     *
     * @throws org.apache.kafka.common.KafkaException if the broker refuses; a retriable one may pass by itself
     */
    List<Lease> poll(Duration timeout);

    /** The record is done with. Nothing happens if the lease has been lost meanwhile. */
    void accept(Lease lease);

    /** The record is to be delivered again, soon and to whomever. Nothing happens if the lease has been lost. */
    void release(Lease lease);

    /** Leases that were neither accepted nor released nor lost. */
    int open();

    /** The longest time between two polls. */
    Duration heartbeat();

    /** Makes accepted records durable, releases open leases, leaves the group. */
    @Override
    void close();
}
