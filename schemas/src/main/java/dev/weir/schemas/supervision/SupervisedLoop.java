package dev.weir.schemas.supervision;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that repeats the steps of a {@link Work} until it is closed.
 *
 * <p>A step that fails with a {@link RetriableException} is made again by the same work, after a pause that doubles from
 * half a second to ten, however long that lasts. After any other exception the work is closed and opened anew, after the same
 * pauses. More than {@value #MOST_FAILURES} such failures within ten minutes, or an {@link Error}, are a defect: the loop
 * gives up, and its health is down for good. While it tries again its health is degraded.
 */
public final class SupervisedLoop implements AutoCloseable {

    static final int MOST_FAILURES = 20;

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedLoop.class);
    private static final Duration WITHIN = Duration.ofMinutes(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LAST_STEP = Duration.ofSeconds(5);
    private static final int LONGEST_REASON = 200;

    /** What is repeated. Opened, used and closed by the loop's thread. */
    public interface Work extends AutoCloseable {

        /** Does a piece, or waits for one for a second or so. */
        void step() throws InterruptedException;

        /** Ends a step that waits; called by another thread when the loop is closed. */
        default void wake() {}

        /** What cannot be done at the moment although the steps go on; empty: nothing. Called by any thread. */
        default String hampered() {
            return "";
        }

        @Override
        void close();
    }

    private final String name;
    private final Supplier<? extends Work> open;
    private final Duration firstPause;
    private final Duration longestPause;
    private final LongSupplier nanoTime;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Deque<Long> failures = new ArrayDeque<>();
    private Duration pause;
    private volatile @Nullable Work current;
    private volatile @Nullable Trouble trouble;
    private volatile PartHealth end = PartHealth.up();

    private record Trouble(String why, long since) {}

    /**
     * A loop that has not been started.
     *
     * @param name of the part, such as {@code alert-view}; the thread is called {@code weir-} and this
     * @param open makes the work, at the start and after a failure
     */
    public SupervisedLoop(String name, Supplier<? extends Work> open) {
        this(name, open, FIRST_PAUSE, LONGEST_PAUSE, System::nanoTime);
    }

    SupervisedLoop(
            String name,
            Supplier<? extends Work> open,
            Duration firstPause,
            Duration longestPause,
            LongSupplier nanoTime) {
        this.name = name;
        this.open = open;
        this.firstPause = firstPause;
        this.longestPause = longestPause;
        this.nanoTime = nanoTime;
        this.pause = firstPause;
        this.thread = new Thread(this::run, "weir-" + name);
        thread.setDaemon(true);
    }

    /** A loop that does the same again and again, at once for the first time, with a pause after each time. */
    public static SupervisedLoop every(Duration period, String name, Runnable task) {
        return every(period, name, task, () -> "");
    }

    /** @param hampered what the task could not do the last time; see {@link Work#hampered} */
    public static SupervisedLoop every(Duration period, String name, Runnable task, Supplier<String> hampered) {
        return new SupervisedLoop(name, () -> new Repetition(period, task, hampered, new CountDownLatch(1)));
    }

    private record Repetition(Duration period, Runnable task, Supplier<String> told, CountDownLatch woken)
            implements Work {

        @Override
        public void step() throws InterruptedException {
            task.run();
            woken.await(period.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void wake() {
            woken.countDown();
        }

        @Override
        public String hampered() {
            return told.get();
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Name of the part. */
    public String name() {
        return name;
    }

    /** How the part does now. */
    public PartHealth health() {
        if (end.state() == PartHealth.State.DOWN) {
            return end;
        }
        Trouble present = trouble;
        if (present != null) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - present.since());
            return PartHealth.degraded("trying again for " + seconds + " s: " + present.why());
        }
        Work work = current;
        return PartHealth.degraded(work == null ? "" : work.hampered());
    }

    /** Completes when the thread has ended: normally after a close, with the failure when the loop has given up. */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    private void run() {
        try {
            while (!isClosing()) {
                openAndRepeat();
            }
            ended.complete(null);
        } catch (InterruptedException e) {
            ended.complete(null); // only closing interrupts
        } catch (RuntimeException | Error e) {
            giveUp(e);
        }
    }

    private void openAndRepeat() throws InterruptedException {
        try (Work work = open.get()) {
            current = work;
            while (!isClosing()) {
                step(work);
            }
        } catch (RetriableException e) {
            waitAfter(e);
        } catch (RuntimeException e) {
            if (isClosing()) {
                LOG.atDebug().addKeyValue("part", name).setCause(e).log("last step broken off");
            } else {
                countFailure(e);
                waitAfter(e);
            }
        } finally {
            current = null;
        }
    }

    private void step(Work work) throws InterruptedException {
        try {
            work.step();
            if (trouble != null) {
                trouble = null;
                LOG.atInfo().addKeyValue("part", name).log("works again");
            }
            pause = firstPause;
        } catch (RetriableException e) {
            waitAfter(e);
        }
    }

    /** @throws RuntimeException the failure itself, when it is one too many */
    private void countFailure(RuntimeException failure) {
        long now = nanoTime.getAsLong();
        failures.addLast(now);
        failures.removeIf(then -> now - then > WITHIN.toNanos());
        if (failures.size() > MOST_FAILURES) {
            throw failure;
        }
    }

    private void waitAfter(RuntimeException failure) throws InterruptedException {
        if (isClosing()) {
            return;
        }
        Trouble before = trouble;
        trouble = new Trouble(reason(failure), before == null ? nanoTime.getAsLong() : before.since());
        LOG.atWarn()
                .addKeyValue("part", name)
                .addKeyValue("why", reason(failure))
                .addKeyValue("next_attempt_in", pause)
                .setCause(failure instanceof RetriableException ? null : failure)
                .log("failed, will try again");
        closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
    }

    private void giveUp(Throwable failure) {
        end = PartHealth.down("given up: " + reason(failure));
        LOG.atError()
                .addKeyValue("part", name)
                .addKeyValue("failures", failures.size())
                .setCause(failure)
                .log("failed too often, giving up");
        ended.completeExceptionally(failure);
    }

    /** The kind of failure; of Kafka's own also what it says, which names topics and offsets and holds no record. */
    private static String reason(Throwable failure) {
        String kind = failure.getClass().getSimpleName();
        String message = failure.getMessage();
        return failure instanceof KafkaException && message != null
                ? kind + ": " + message.substring(0, Math.min(message.length(), LONGEST_REASON))
                : kind;
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Asks the thread to end and does not wait for it. */
    public void stop() {
        closing.countDown();
        Work work = current;
        if (work != null) {
            work.wake();
        }
    }

    /** Ends the thread: after its step, and after five seconds by interrupting it. */
    @Override
    public void close() {
        stop();
        try {
            thread.join(LAST_STEP.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(LAST_STEP.toMillis());
            }
            if (thread.isAlive()) {
                LOG.atWarn().addKeyValue("part", name).log("did not end in time");
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
