package dev.weir.app.http;

import dev.weir.app.config.HttpLimits;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that answer requests, in kinds that do not wait for each other: health and metrics, other instances, OTLP, and
 * everything else. Threads end when there is nothing to do.
 */
final class Work implements AutoCloseable {

    private static final int IDLE_SECONDS = 10;
    private static final int THREADS_OF_HEALTH = 2;

    private final ThreadPoolExecutor health;
    private final ThreadPoolExecutor peers;
    private final ThreadPoolExecutor intake;
    private final ThreadPoolExecutor queries;

    Work(HttpLimits limits) {
        health = pool("health", THREADS_OF_HEALTH, limits.waiting());
        peers = pool("peers", limits.threads(), limits.waiting());
        intake = pool("intake", limits.threads(), limits.waiting());
        queries = pool("queries", limits.threads(), limits.waiting());
    }

    private static ThreadPoolExecutor pool(String kind, int threads, int waiting) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), task -> {
                    Thread thread = new Thread(task, "weir-http-" + kind + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Whether a path tells about the process itself, which has to answer whatever the others do. */
    static boolean isHealth(String path) {
        return path.startsWith("/health/") || path.equals("/metrics");
    }

    private ThreadPoolExecutor of(String path) {
        if (isHealth(path)) {
            return health;
        }
        if (path.startsWith(HttpPeers.ROOT)) {
            return peers;
        }
        return path.startsWith("/v1/") ? intake : queries;
    }

    /**
     * Runs a request.
     *
     * @return whether there is a thread, or a place to wait for one
     */
    boolean run(String path, Runnable request) {
        try {
            of(path).execute(request);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void close() {
        health.shutdown();
        peers.shutdown();
        intake.shutdown();
        queries.shutdown();
    }
}
