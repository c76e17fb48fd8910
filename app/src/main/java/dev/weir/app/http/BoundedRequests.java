package dev.weir.app.http;

import dev.weir.app.config.HttpLimits;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Stands before every route, so that no client can hold what the others need: a request runs when its body is here, on a thread
 * of its kind, and leaves the thread when its answer is in memory. What is slow costs memory up to a limit, and never a thread.
 */
final class BoundedRequests extends Handler.Wrapper {

    private final HttpLimits limits;
    private final List<Upload> uploads;
    private final Connections connections;
    private final HeldBytes held;
    private final Work work;

    BoundedRequests(HttpLimits limits, List<Upload> uploads, Connections connections, Work work) {
        this.limits = limits;
        this.uploads = List.copyOf(uploads);
        this.connections = connections;
        this.held = new HeldBytes(limits.heldBytes(), System::nanoTime);
        this.work = work;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Connection connection = request.getConnectionMetaData().getConnection();
        connections.busy(connection);
        Callback ended = Callback.from(() -> connections.next(connection), callback);
        String path = Objects.requireNonNullElse(request.getHttpURI().getPath(), "");
        if (!UriText.isWellFormed(path)
                || !UriText.isWellFormed(request.getHttpURI().getQuery())) {
            Refusing.write(response, 400, UriText.EXPECTED, ended);
            return true;
        }
        Upload upload =
                uploads.stream().filter(one -> one.isAt(path)).findFirst().orElse(Upload.OTHER);
        if (hasBody(request) && upload.isWanted(request.getHeaders()::get)) {
            new BodyReader(
                            request,
                            upload.mostBytes(),
                            limits,
                            held,
                            connections,
                            new Next(path, upload, request, response, ended))
                    .start();
        } else {
            run(path, request, response, BufferUtil.EMPTY_BUFFER, ended);
        }
        return true;
    }

    private static boolean hasBody(Request request) {
        return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    /** Goes on when the body has been read. */
    private final class Next implements BodyReader.Next {

        private final String path;
        private final Upload upload;
        private final Request request;
        private final Response response;
        private final Callback ended;

        Next(String path, Upload upload, Request request, Response response, Callback ended) {
            this.path = path;
            this.upload = upload;
            this.request = request;
            this.response = response;
            this.ended = ended;
        }

        @Override
        public void whole(ByteBuffer body, HeldBytes.Holder holder) {
            connections.busy(request.getConnectionMetaData().getConnection());
            run(path, request, response, body, Callback.from(() -> held.release(holder), ended));
        }

        @Override
        public void refused(int status, String why) {
            Refusing.write(response, status, upload.refuse(path, request.getHeaders()::get, status, why), ended);
        }

        @Override
        public void broken(Throwable failure) {
            Response.writeError(request, response, ended, failure);
        }
    }

    private void run(String path, Request request, Response response, ByteBuffer body, Callback ended) {
        boolean taken = work.run(path, () -> pass(path, request, response, body, ended));
        if (!taken) {
            Refusing.write(response, 503, "too many requests are waiting: try again", ended);
        }
    }

    private void pass(String path, Request request, Response response, ByteBuffer body, Callback ended) {
        WholeRequest whole = new WholeRequest(request, body);
        HeldAnswer answer = new HeldAnswer(whole, response, limits, held, connections, Work.isHealth(path));
        Callback written = Callback.from(() -> answer.send(ended), ended::failed);
        try {
            if (!super.handle(whole, answer, written)) {
                Refusing.write(response, 404, "no such path", ended);
            }
        } catch (Throwable e) { // of any kind: a request without an end would keep its connection
            Response.writeError(request, response, ended, e);
        }
    }
}
