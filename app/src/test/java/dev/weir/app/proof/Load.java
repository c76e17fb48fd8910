package dev.weir.app.proof;

import dev.weir.app.proof.oracle.Call;
import dev.weir.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Calls that are sent at a pace by a thread of their own, while the test does something else to their readers. */
final class Load {

    /** As fast as the broker takes them. */
    static final double UNPACED = Double.POSITIVE_INFINITY;

    private final CompletableFuture<Void> sent = new CompletableFuture<>();
    private final AckLog acks = new AckLog();
    private final AtomicInteger allowed;

    private Load(int allowed) {
        this.allowed = new AtomicInteger(allowed);
    }

    /** Starts to send; event i goes out no sooner than {@code i / perSecond} seconds from now. */
    static Load start(Wire wire, List<Call> calls, double perSecond) {
        return start(wire, calls, perSecond, calls.size());
    }

    /** Starts to send, but no more than some until more is allowed. */
    static Load start(Wire wire, List<Call> calls, double perSecond, int allowed) {
        Load load = new Load(allowed);
        Thread thread = new Thread(() -> load.run(wire, calls, perSecond), "load");
        thread.setDaemon(true);
        thread.start();
        return load;
    }

    /** Sends everything and waits until the broker has it. */
    static AckLog send(Wire wire, List<Call> calls) {
        return start(wire, calls, UNPACED).await(Duration.ofMinutes(10));
    }

    private void run(Wire wire, List<Call> calls, double perSecond) {
        try {
            long start = System.nanoTime();
            for (int i = 0; i < calls.size(); i++) {
                Call call = calls.get(i);
                long due = start + (long) (i / perSecond * 1e9);
                while (System.nanoTime() < due || i >= allowed.get()) {
                    LockSupport.parkNanos(Math.min(Math.max(due - System.nanoTime(), 1_000_000), 5_000_000));
                }
                send(wire, call);
            }
            wire.flush();
            sent.complete(null);
        } catch (RuntimeException e) {
            sent.completeExceptionally(e);
        }
    }

    private void send(Wire wire, Call call) {
        byte[] value = wire.codec.encode(Topics.TRACES, SeededCalls.event(call));
        wire.send(Topics.TRACES, call.id(), value, (where, failure) -> {
            if (failure == null) {
                acks.acknowledged(call);
            } else {
                acks.failed(call, failure);
            }
        });
    }

    /** Lets it send up to so many in all. */
    void allow(int upTo) {
        allowed.accumulateAndGet(upTo, Math::max);
    }

    /** What is acknowledged so far. */
    AckLog acks() {
        return acks;
    }

    /** Waits until everything is sent and answered. */
    AckLog await(Duration atMost) {
        try {
            sent.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return acks;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("sending failed", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("not sent within " + atMost + ": " + acks.size() + " acknowledged", e);
        }
    }
}
