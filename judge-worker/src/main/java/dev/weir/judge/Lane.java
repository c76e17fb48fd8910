package dev.weir.judge;

import dev.weir.judge.JudgeMetrics.End;
import dev.weir.judge.queue.Lease;
import dev.weir.judge.queue.TaskQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer with its thread: leases tasks, has them judged by others, and is the only one that talks to its queue.
 * When the worker closes, the lane leases nothing more, waits for what is in flight until its time is up, and gives back
 * the rest by closing the queue. A failure that cannot pass by itself ends the lane and turns it unhealthy.
 */
final class Lane implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration LOOK = Duration.ofMillis(50);

    private record Done(Lease lease, End end) {}

    private final Supplier<TaskQueue> queues;
    private final JudgeTasks tasks;
    private final Executor judges;
    private final JudgeMetrics metrics;
    private final BooleanSupplier closing;
    private final Pause pause;
    private final Pause drain;
    private final BlockingQueue<Done> done = new LinkedBlockingQueue<>();
    private int pending;
    private volatile boolean failed;

    /**
     * Lane of one queue.
     *
     * @param drain waits while closing; false when the time to finish is up
     */
    Lane(
            Supplier<TaskQueue> queues,
            JudgeTasks tasks,
            Executor judges,
            JudgeMetrics metrics,
            BooleanSupplier closing,
            Pause pause,
            Pause drain) {
        this.queues = queues;
        this.tasks = tasks;
        this.judges = judges;
        this.metrics = metrics;
        this.closing = closing;
        this.pause = pause;
        this.drain = drain;
    }

    boolean isHealthy() {
        return !failed;
    }

    @Override
    public void run() {
        try (TaskQueue queue = queues.get()) {
            while (!closing.getAsBoolean()) {
                turn(queue);
            }
            while (pending > 0 && drain.of(LOOK)) {
                settle(queue);
                queue.poll(Duration.ZERO).forEach(queue::release);
            }
            settle(queue);
        } catch (RuntimeException fatal) {
            failed = true;
            LOG.atError()
                    .addKeyValue("error", fatal.getClass().getSimpleName())
                    .setCause(fatal)
                    .log("judge consumer stopped");
        } finally {
            abandon();
        }
    }

    private void turn(TaskQueue queue) {
        try {
            for (Lease lease : queue.poll(pending == 0 ? IDLE : Duration.ZERO)) {
                start(lease);
            }
            if (pending > 0) {
                settleOne(queue, done.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS));
                settle(queue);
            }
        } catch (RetriableException passing) {
            LOG.atWarn()
                    .addKeyValue("error", passing.getClass().getSimpleName())
                    .log("queue out of reach");
            if (!pause.of(Duration.ofSeconds(1))) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("lane interrupted", stopped);
        }
    }

    private void start(Lease lease) {
        metrics.received();
        pending++;
        judges.execute(() -> {
            End end = End.RELEASED;
            try {
                end = closing.getAsBoolean() ? End.RELEASED : tasks.process(lease);
            } finally {
                done.add(new Done(lease, end));
            }
        });
    }

    private void settle(TaskQueue queue) {
        Queue<Done> all = new ArrayDeque<>();
        done.drainTo(all);
        all.forEach(one -> settleOne(queue, one));
    }

    private void settleOne(TaskQueue queue, @org.jspecify.annotations.Nullable Done one) {
        if (one == null) {
            return;
        }
        pending--;
        if (one.end() == End.RELEASED) {
            queue.release(one.lease());
        } else {
            queue.accept(one.lease());
        }
        metrics.ended(one.end());
    }

    /** Counts what the queue gave back when it closed. */
    private void abandon() {
        for (; pending > 0; pending--) {
            metrics.ended(End.RELEASED);
        }
    }
}
