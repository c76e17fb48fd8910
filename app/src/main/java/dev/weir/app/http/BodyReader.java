package dev.weir.app.http;

import dev.weir.app.config.HttpLimits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one request as it comes, without a thread that waits for it. It is given up where it is too large, comes too
 * slowly or has no room.
 */
final class BodyReader implements HeldBytes.Holder {

    private static final int FIRST = 1_024;
    private static final String RETRY = ": try again";
    private static final String LATE = "the body did not come in time";

    private final Request request;
    private final int most;
    private final HeldBytes held;
    private final Connections connections;
    private final long longestNanos;
    private final Next next;
    private final Transfer transfer;
    private byte[] bytes = {};
    private int size;
    private boolean ended;

    /** What is done when reading has ended; one of them is called, once. */
    interface Next {

        /** The body is whole. Its room is held until {@link HeldBytes#release}. */
        void whole(ByteBuffer body, HeldBytes.Holder holder);

        void refused(int status, String why);

        /** The connection broke, or what came is no body. */
        void broken(Throwable failure);
    }

    BodyReader(Request request, int most, HttpLimits limits, HeldBytes held, Connections connections, Next next) {
        this.request = request;
        this.most = most;
        this.held = held;
        this.connections = connections;
        this.longestNanos = limits.requestTimeout().toNanos();
        this.transfer = new Transfer(limits);
        this.next = next;
    }

    void start() {
        if (request.getLength() > most) {
            refuse(413, tooLarge());
            return;
        }
        connections.transferring(connection(), this::check);
        read();
    }

    private Connection connection() {
        return request.getConnectionMetaData().getConnection();
    }

    private String tooLarge() {
        return "the body is larger than " + most + " bytes: expected a smaller one";
    }

    /** Reads what is there, and asks to be called when more is. */
    private void read() {
        while (!isEnded()) {
            Content.Chunk chunk = chunk();
            if (chunk == null) {
                demand();
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                fail(chunk.getFailure());
                return;
            }
            boolean last = chunk.isLast();
            try {
                take(chunk.getByteBuffer());
            } finally {
                chunk.release();
            }
            if (last) {
                finish();
            }
        }
    }

    private Content.@Nullable Chunk chunk() {
        try {
            return request.read();
        } catch (IllegalStateException e) {
            return ifGoingOn(e);
        }
    }

    private void demand() {
        try {
            request.demand(this::read);
        } catch (IllegalStateException e) {
            ifGoingOn(e);
        }
    }

    /** A request that has been answered meanwhile, because its body was given up, cannot be read any more. */
    private Content.@Nullable Chunk ifGoingOn(IllegalStateException e) {
        if (isEnded()) {
            return null;
        }
        throw e;
    }

    private void take(ByteBuffer chunk) {
        int more = chunk.remaining();
        if (more == 0) {
            return;
        }
        if ((long) size + more > most) {
            refuse(413, tooLarge());
            return;
        }
        if (size + more > bytes.length && !grow(size + more)) {
            refuse(503, "too many bodies are coming" + RETRY);
            return;
        }
        synchronized (this) {
            if (!ended) {
                chunk.get(bytes, size, more);
                size += more;
                transfer.add(more);
            }
        }
    }

    /** Room is asked for without the lock, because another holder may be given up for it. */
    private boolean grow(int needed) {
        int capacity = Math.min(most, Math.max(Math.max(FIRST, 2 * bytes.length), needed));
        boolean taken = held.take(this, capacity - bytes.length);
        synchronized (this) {
            if (ended) {
                held.release(this);
            } else if (taken) {
                bytes = Arrays.copyOf(bytes, capacity);
            }
        }
        return taken;
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    private synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    private void finish() {
        if (end()) {
            next.whole(ByteBuffer.wrap(bytes, 0, size), this);
        }
    }

    private void refuse(int status, String why) {
        if (end()) {
            drop();
            next.refused(status, why);
        }
    }

    private void fail(Throwable failure) {
        if (failure instanceof TimeoutException) {
            refuse(408, LATE);
        } else if (end()) {
            drop();
            next.broken(failure);
        }
    }

    private void drop() {
        held.release(this);
        synchronized (this) {
            bytes = new byte[0];
        }
    }

    @Override
    public void giveUp() {
        refuse(503, "too many bodies are coming, and this one was slow" + RETRY);
    }

    private void check(long now) {
        boolean late;
        boolean slow;
        synchronized (this) {
            late = transfer.isLongerThan(longestNanos, now);
            slow = transfer.isTooSlow(now);
        }
        if (late || slow) {
            refuse(408, late ? LATE : "the body came too slowly");
        }
    }
}
