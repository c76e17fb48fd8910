package dev.weir.alerting.notify;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * JSON by POST: no redirects are followed, the answer's body is thrown away, and the whole exchange has one timeout, so a
 * receiver that dribbles its answer cannot hold a loop.
 */
final class HttpPost {

    private static final int PAYLOAD_REFUSED = 400;
    private static final int TOO_LARGE = 413;
    private static final int UNPROCESSABLE = 422;

    private final HttpClient client;
    private final Duration timeout;

    HttpPost(Duration timeout) {
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    Delivery send(URI uri, byte[] json, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json));
        headers.forEach(request::header);
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
        try {
            return judged(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode());
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Delivery.TryAgain("no answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Delivery.TryAgain(cause.getClass().getSimpleName());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Delivery.TryAgain("interrupted");
        }
    }

    private static Delivery judged(int status) {
        if (status >= 200 && status < 300) {
            return new Delivery.Delivered();
        }
        String why = "HTTP status " + status + ": expected 2xx";
        return status == PAYLOAD_REFUSED || status == TOO_LARGE || status == UNPROCESSABLE
                ? new Delivery.Refused(why)
                : new Delivery.TryAgain(why);
    }
}
