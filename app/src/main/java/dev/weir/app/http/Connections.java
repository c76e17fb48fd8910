package dev.weir.app.http;

import dev.weir.app.config.HttpLimits;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.eclipse.jetty.io.Connection;

/**
 * The open connections, and for which of them the server waits: for a request, for the rest of a body, or until an answer has
 * been taken. None may be waited for longer than the limits allow, and for a connection too many the one goes that has been
 * waited for longest. None of them holds a thread. A look at all of them is taken every second while there is one.
 */
final class Connections implements Connection.Listener, AutoCloseable {

    /** A transfer that is younger makes no place for a new connection. */
    private static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int most;
    private final long longestNanos;
    private final Map<Connection, Waiting> open = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock;
    private final AtomicBoolean looking = new AtomicBoolean();

    /**
     * What a connection waits for.
     *
     * @param since nanoseconds of the clock of {@link System#nanoTime()}
     * @param check is called every second with the time
     */
    private record Waiting(For reason, long since, LongConsumer check) {}

    private enum For {
        REQUEST,
        TRANSFER,
        US
    }

    Connections(HttpLimits limits) {
        this.most = limits.connections();
        this.longestNanos = limits.requestTimeout().toNanos();
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "weir-http-clock");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void onOpened(Connection connection) {
        open.put(connection, request(connection));
        if (open.size() > most) {
            closeOne(connection);
        }
        look();
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    /** The client's turn: the head of its next request is waited for. */
    private Waiting request(Connection connection) {
        long since = System.nanoTime();
        return new Waiting(For.REQUEST, since, now -> {
            if (now - since > longestNanos) {
                connection.close();
            }
        });
    }

    /** A request has ended. */
    void next(Connection connection) {
        replace(connection, request(connection));
    }

    /** A request is being worked on. */
    void busy(Connection connection) {
        replace(connection, new Waiting(For.US, System.nanoTime(), now -> {}));
    }

    /**
     * A body is coming or an answer going.
     *
     * @param check is called every second with the time, and ends what takes too long
     */
    void transferring(Connection connection, LongConsumer check) {
        replace(connection, new Waiting(For.TRANSFER, System.nanoTime(), check));
    }

    private void replace(Connection connection, Waiting waiting) {
        open.computeIfPresent(connection, (key, before) -> waiting);
    }

    /** Closes the one that has been waited for longest; a new one where none can be. It counts no more from here on. */
    private synchronized void closeOne(Connection added) {
        Connection closed = longest(added).orElse(added);
        open.remove(closed);
        closed.close();
    }

    private Optional<Connection> longest(Connection other) {
        long now = System.nanoTime();
        return open.entrySet().stream()
                .filter(entry -> entry.getKey() != other)
                .filter(entry -> entry.getValue().reason() != For.US)
                .filter(entry -> entry.getValue().reason() == For.REQUEST
                        || now - entry.getValue().since() > YOUNG_NANOS)
                .max(Comparator.comparingLong(entry -> now - entry.getValue().since()))
                .map(Map.Entry::getKey);
    }

    private void look() {
        if (!clock.isShutdown() && looking.compareAndSet(false, true)) {
            clock.schedule(this::lookAtAll, 1, TimeUnit.SECONDS);
        }
    }

    private void lookAtAll() {
        looking.set(false);
        long now = System.nanoTime();
        open.values().forEach(waiting -> waiting.check().accept(now));
        if (!open.isEmpty()) {
            look();
        }
    }

    int size() {
        return open.size();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
