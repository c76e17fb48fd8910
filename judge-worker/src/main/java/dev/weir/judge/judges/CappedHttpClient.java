package dev.weir.judge.judges;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 transport for judge calls that trusts the other side with nothing: one deadline over connecting, waiting and
 * reading the whole body, a cap on the body's bytes, no redirects, and no body in any error. Keeps the {@code Retry-After}
 * of a refusal, which the library's own transport drops. Thread-safe.
 */
final class CappedHttpClient implements HttpClient {

    /** More bytes than the cap. */
    static final class ReplyTooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        ReplyTooLongException(int most) {
            super("reply is longer than " + most + " bytes");
        }
    }

    private final java.net.http.HttpClient client;
    private final Duration timeout;
    private final int mostBytes;
    private final Clock clock;

    CappedHttpClient(Duration timeout, int mostBytes, Clock clock) {
        this.client = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
        this.timeout = timeout;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    @Override
    public SuccessfulHttpResponse execute(dev.langchain4j.http.client.HttpRequest request) {
        HttpResponse<byte[]> response = exchange(request);
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

    private HttpResponse<byte[]> exchange(dev.langchain4j.http.client.HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> reply =
                client.sendAsync(translated(request), info -> new CappedBody(mostBytes));
        try {
            return reply.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new dev.langchain4j.exception.TimeoutException("no reply within " + timeout, late);
        } catch (ExecutionException failed) {
            throw translated(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new dev.langchain4j.exception.TimeoutException("interrupted while waiting", stopped);
        } finally {
            reply.cancel(true);
        }
    }

    private RuntimeException translated(@Nullable Throwable cause) {
        if (cause instanceof java.net.http.HttpTimeoutException) {
            return new dev.langchain4j.exception.TimeoutException("no reply within " + timeout, cause);
        }
        return cause instanceof IOException io
                ? new UncheckedIOException(io)
                : new UncheckedIOException(new IOException(cause));
    }

    private java.net.http.HttpRequest translated(dev.langchain4j.http.client.HttpRequest request) {
        java.net.http.HttpRequest.Builder builder = java.net.http.HttpRequest.newBuilder(URI.create(request.url()));
        request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        String body = request.body();
        builder.method(request.method().name(), body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return builder.build();
    }

    /** Bytes up to a cap; the first byte beyond it ends the exchange. */
    private static final class CappedBody implements BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int most;
        private Flow.@Nullable Subscription subscription;

        CappedBody(int most) {
            this.most = most;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                if (bytes.size() + buffer.remaining() > most) {
                    if (subscription != null) {
                        subscription.cancel();
                    }
                    body.completeExceptionally(new ReplyTooLongException(most));
                    return;
                }
                byte[] part = new byte[buffer.remaining()];
                buffer.get(part);
                bytes.writeBytes(part);
            }
        }

        @Override
        public void onError(Throwable throwable) {
            body.completeExceptionally(throwable);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toByteArray());
        }
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
