package dev.weir.app.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The process being told to stop (Ctrl-C, SIGTERM) while a command works: the command's thread is interrupted, and the
 * process ends once the command has closed what it opened, or after a time. Opened first, so closed last.
 */
final class StopSignal implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Thread command = Thread.currentThread();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "weir-stop");

    /** Watches from now on. */
    StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Waits for the signal.
     *
     * @throws InterruptedException always: it is the signal
     */
    void await() throws InterruptedException {
        closed.await();
    }

    /** Runs as the process shuts down. */
    private void stop() {
        command.interrupt();
        try {
            if (!closed.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(CommandLines.FAILED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the process end. */
    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is shutting down: the hook is what was waited for.
            Thread.interrupted();
        }
    }
}
