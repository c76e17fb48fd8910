package dev.weir.app.http;

import dev.weir.app.http.Upload.Refusal;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers of the server itself, to requests that reach no route. Quotes nothing of what came, because it may be anything, and
 * writes no line of a log.
 */
final class Refusing implements Request.Handler {

    /** Headers of every answer: no sniffing, no framing, no foreign content, nothing kept. */
    static final Map<String, String> SECURITY = security();

    private static final String RETRY_AFTER_SECONDS = "2";

    private static Map<String, String> security() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cache-Control", "no-store");
        return headers;
    }

    /** What the server says where it refuses a request itself, in the place of its pages. */
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        boolean unknown =
                status == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 || status == HttpStatus.NOT_IMPLEMENTED_501;
        if (unknown) {
            write(response, HttpStatus.BAD_REQUEST_400, "expected HTTP/1.1 and what it has", callback);
        } else {
            write(response, status, HttpStatus.getMessage(status), callback);
        }
        return true;
    }

    static void write(Response response, int status, String why, Callback callback) {
        write(response, status, new Refusal(ProblemJson.MEDIA_TYPE, ProblemJson.bytes(status, why)), callback);
    }

    /** Writes an answer; the connection is closed where more of the request may come. */
    static void write(Response response, int status, Refusal refusal, Callback callback) {
        response.reset();
        response.setStatus(status);
        SECURITY.forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, refusal.contentType());
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        if (status == HttpStatus.REQUEST_TIMEOUT_408 || status == HttpStatus.PAYLOAD_TOO_LARGE_413) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        response.write(true, ByteBuffer.wrap(refusal.body()), callback);
    }
}
