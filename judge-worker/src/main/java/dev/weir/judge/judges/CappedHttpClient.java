package dev.weir.judge.judges;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.weir.schemas.http.BoundedHttp;
import dev.weir.schemas.http.RetryAfter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;

/**
 * Transport for judge calls over {@link BoundedHttp}, with a cap on the body's bytes and no body in any error. Keeps the
 * {@code Retry-After} of a refusal, which the library's own transport drops. Thread-safe.
 */
final class CappedHttpClient implements HttpClient {

    private final BoundedHttp http;
    private final Duration timeout;
    private final int mostBytes;
    private final Clock clock;

    CappedHttpClient(Duration timeout, int mostBytes, Clock clock) {
        this.http = new BoundedHttp(timeout, timeout);
        this.timeout = timeout;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    @Override
    public SuccessfulHttpResponse execute(dev.langchain4j.http.client.HttpRequest request) {
        HttpResponse<byte[]> response = exchange(translated(request));
        int status = response.statusCode();
        if (status < 200 || status > 299) {
            String header = response.headers().firstValue("retry-after").orElse(null);
            throw new ProviderHttpException(status, RetryAfter.parse(header, clock.instant()));
        }
        return SuccessfulHttpResponse.builder()
                .statusCode(status)
                .headers(response.headers().map())
                .body(response.body())
                .build();
    }

    @Override
    public void execute(
            dev.langchain4j.http.client.HttpRequest request,
            ServerSentEventParser parser,
            ServerSentEventListener listener) {
        throw new UnsupportedOperationException("judge replies are not streamed");
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) {
        try {
            return http.exchange(request, BoundedHttp.atMost(mostBytes));
        } catch (HttpTimeoutException late) {
            throw new dev.langchain4j.exception.TimeoutException("no reply within " + timeout, late);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new dev.langchain4j.exception.TimeoutException("interrupted while waiting", stopped);
        }
    }

    private static HttpRequest translated(dev.langchain4j.http.client.HttpRequest request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(request.url()));
        request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        String body = request.body();
        builder.method(request.method().name(), body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return builder.build();
    }

    /** Builder that hands out one client; timeouts are the client's own. */
    static HttpClientBuilder builderOf(CappedHttpClient client) {
        return new HttpClientBuilder() {
            @Override
            public Duration connectTimeout() {
                return client.timeout;
            }

            @Override
            public HttpClientBuilder connectTimeout(Duration timeout) {
                return this;
            }

            @Override
            public Duration readTimeout() {
                return client.timeout;
            }

            @Override
            public HttpClientBuilder readTimeout(Duration timeout) {
                return this;
            }

            @Override
            public HttpClient build() {
                return client;
            }
        };
    }
}
