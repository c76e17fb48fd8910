package dev.weir.judge;

import dev.weir.judge.JudgeMetrics.End;
import dev.weir.judge.queue.Lease;
import dev.weir.judge.queue.TaskQueue;
import dev.weir.schemas.supervision.SupervisedLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One consumer: leases tasks, has them judged by others, and is the only one that talks to its queue. When the worker
 * closes, the lane leases nothing more, waits for what is in flight until its time is up, and gives back the rest by closing
 * the queue. After a failure of the queue a new lane leases again what this one had open.
 */
final class Lane implements SupervisedLoop.Work {

    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration LOOK = Duration.ofMillis(50);

    private record Done(Lease lease, End end) {}

    private final TaskQueue queue;
    private final JudgeTasks tasks;
    private final Executor judges;
    private final JudgeMetrics metrics;
    private final BooleanSupplier closing;
    private final Pause drain;
    private final BlockingQueue<Done> done = new LinkedBlockingQueue<>();
    private int pending;

    /**
     * Lane of one queue, which it closes.
     *
     * @param drain waits while closing; false when the time to finish is up
     */
    Lane(
            TaskQueue queue,
            JudgeTasks tasks,
            Executor judges,
            JudgeMetrics metrics,
            BooleanSupplier closing,
            Pause drain) {
        this.queue = queue;
        this.tasks = tasks;
        this.judges = judges;
        this.metrics = metrics;
        this.closing = closing;
        this.drain = drain;
    }

    @Override
    public void step() throws InterruptedException {
        for (Lease lease : queue.poll(pending == 0 ? IDLE : Duration.ZERO)) {
            start(lease);
        }
        if (pending > 0) {
            settleOne(done.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS));
            settle();
        }
    }

    /** Finishes what is in flight where the worker closes and the queue still works, and gives back the rest. */
    @Override
    public void close() {
        try (queue) {
            while (closing.getAsBoolean() && pending > 0 && drain.of(LOOK)) {
                settle();
                queue.poll(Duration.ZERO).forEach(queue::release);
            }
            settle();
        } finally {
            for (; pending > 0; pending--) {
                metrics.ended(End.RELEASED);
            }
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

    private void settle() {
        Queue<Done> all = new ArrayDeque<>();
        done.drainTo(all);
        all.forEach(this::settleOne);
    }

    private void settleOne(@Nullable Done one) {
        if (one == null) {
            return;
        }
        if (one.end() == End.RELEASED) {
            queue.release(one.lease());
        } else {
            queue.accept(one.lease());
        }
        pending--;
        metrics.ended(one.end());
    }
}
