package dev.weir.alerting.notify;

import dev.weir.schemas.http.BoundedHttp;
import dev.weir.schemas.http.RetryAfter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** JSON by POST within {@link BoundedHttp}'s deadline; the answer's body is thrown away. */
final class HttpPost {

    private static final int PAYLOAD_REFUSED = 400;
    private static final int TOO_LARGE = 413;
    private static final int UNPROCESSABLE = 422;

    private final BoundedHttp http;
    private final Duration timeout;
    private final Clock clock;

    /** @param clock for a {@code Retry-After} that is a date */
    HttpPost(Duration timeout, Clock clock) {
        this.timeout = timeout;
        this.clock = clock;
        this.http = new BoundedHttp(timeout, timeout);
    }

    Delivery send(URI uri, byte[] json, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json));
        headers.forEach(request::header);
        try {
            return judged(http.exchange(request.build(), BodyHandlers.discarding()));
        } catch (HttpTimeoutException e) {
            return new Delivery.TryAgain("no answer within " + timeout.toMillis() + " ms");
        } catch (IOException e) {
            Throwable cause = e.getClass() == IOException.class && e.getCause() != null ? e.getCause() : e;
            return new Delivery.TryAgain(cause.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Delivery.TryAgain("interrupted");
        }
    }

    private Delivery judged(HttpResponse<?> response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new Delivery.Delivered();
        }
        String why = "HTTP status " + status + ": expected 2xx";
        return status == PAYLOAD_REFUSED || status == TOO_LARGE || status == UNPROCESSABLE
                ? new Delivery.Refused(why)
                : new Delivery.TryAgain(why, asked(response));
    }

    private Duration asked(HttpResponse<?> response) {
        Duration asked =
                RetryAfter.parse(response.headers().firstValue("Retry-After").orElse(null), clock.instant());
        return asked == null ? Duration.ZERO : asked;
    }
}
