package dev.weir.app.http;

import dev.weir.app.config.HttpLimits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is written into memory, so that whoever writes it never waits for whoever reads it, and then goes out piece by
 * piece. A reader that takes less than the least rate loses its connection.
 */
final class HeldAnswer extends Response.Wrapper implements HeldBytes.Holder {

    private static final int PIECE = 1 << 16;

    private final HttpLimits limits;
    private final HeldBytes held;
    private final Connections connections;
    private final boolean reserved;
    private final Bytes body = new Bytes();
    private boolean last;

    /** Bytes that are read where they lie. */
    private static final class Bytes extends ByteArrayOutputStream {
        void put(ByteBuffer bytes) {
            if (bytes.hasArray()) {
                write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            } else {
                writeBytes(BufferUtil.toArray(bytes));
            }
            bytes.position(bytes.limit());
        }

        ByteBuffer toBuffer() {
            return ByteBuffer.wrap(buf, 0, count);
        }
    }

    /** @param reserved whether there is always room for it */
    HeldAnswer(
            Request request,
            Response response,
            HttpLimits limits,
            HeldBytes held,
            Connections connections,
            boolean reserved) {
        super(request, response);
        this.limits = limits;
        this.held = held;
        this.connections = connections;
        this.reserved = reserved;
    }

    @Override
    public void write(boolean isLast, @Nullable ByteBuffer bytes, Callback callback) {
        synchronized (this) {
            if (bytes != null && bytes.hasRemaining()) {
                body.put(bytes);
            }
            last |= isLast;
        }
        callback.succeeded();
    }

    @Override
    public synchronized boolean hasLastWrite() {
        return last;
    }

    @Override
    public void reset() {
        synchronized (this) {
            body.reset();
            last = false;
        }
        super.reset();
    }

    /** Sends what was written; the callback is called when the client has it, or does not want it. */
    void send(Callback callback) {
        ByteBuffer bytes;
        synchronized (this) {
            bytes = body.toBuffer();
        }
        if (!reserved && bytes.hasRemaining() && !held.take(this, bytes.remaining())) {
            Refusing.write(getWrapped(), 503, "too many answers are waiting to be taken: try again", callback);
            return;
        }
        Callback released = Callback.from(() -> held.release(this), callback);
        if (!bytes.hasRemaining()) {
            getWrapped().write(true, null, released);
            return;
        }
        getWrapped().getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.remaining());
        if (HttpMethod.HEAD.is(getRequest().getMethod())) {
            getWrapped().write(true, null, released);
            return;
        }
        new Sending(bytes, released).begin();
    }

    @Override
    public void giveUp() {
        getRequest().getConnectionMetaData().getConnection().close();
    }

    /** The answer on its way. */
    private final class Sending extends IteratingNestedCallback {

        private final ByteBuffer bytes;
        private final Transfer transfer = new Transfer(limits);
        private int piece;

        Sending(ByteBuffer bytes, Callback whole) {
            super(whole);
            this.bytes = bytes;
        }

        void begin() {
            connections.transferring(getRequest().getConnectionMetaData().getConnection(), this::check);
            iterate();
        }

        @Override
        protected Action process() {
            synchronized (transfer) {
                transfer.add(piece);
            }
            if (!bytes.hasRemaining()) {
                return Action.SUCCEEDED;
            }
            piece = Math.min(PIECE, bytes.remaining());
            ByteBuffer slice = bytes.slice(bytes.position(), piece);
            bytes.position(bytes.position() + piece);
            getWrapped().write(!bytes.hasRemaining(), slice, this);
            return Action.SCHEDULED;
        }

        private void check(long now) {
            boolean slow;
            synchronized (transfer) {
                slow = transfer.isTooSlow(now);
            }
            if (slow) {
                giveUp();
            }
        }

        @Override
        public Invocable.InvocationType getInvocationType() {
            return Invocable.InvocationType.NON_BLOCKING;
        }
    }
}
