package dev.weir.schemas.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 with one deadline over the whole exchange: connecting, waiting, and reading the body. The timeout of a {@link
 * HttpRequest} ends with the headers, so a server that sends its body a byte a second would hold a caller for hours. No
 * redirect is followed. Thread-safe.
 */
public final class BoundedHttp {

    /** An answer with more bytes than the caller allows. */
    public static final class AnswerTooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        AnswerTooLongException(int most) {
            super("answer is longer than " + most + " bytes");
        }
    }

    private final HttpClient client;
    private final Duration timeout;

    /**
     * @param connectTimeout for a connection, within the timeout
     * @param timeout for the whole exchange
     */
    public BoundedHttp(Duration connectTimeout, Duration timeout) {
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .build();
    }

    /** The whole answer as bytes, but no more than so many; one byte more ends the exchange with a failure. */
    public static BodyHandler<byte[]> atMost(int bytes) {
        return head -> new CappedBody(bytes);
    }

    /**
     * Answers later: with the response, or exceptionally with a {@link TimeoutException} when the deadline has passed, or with
     * an {@link IOException} when the exchange has failed. Cancelling the future ends the exchange, as the deadline does.
     */
    public <T> CompletableFuture<HttpResponse<T>> send(HttpRequest request, BodyHandler<T> body) {
        CompletableFuture<HttpResponse<T>> exchange = client.sendAsync(request, body);
        CompletableFuture<HttpResponse<T>> answer = new CompletableFuture<>();
        exchange.whenComplete((response, failure) -> {
            if (failure == null) {
                answer.complete(response);
            } else {
                answer.completeExceptionally(asIo(failure));
            }
        });
        answer.whenComplete((response, failure) -> exchange.cancel(true));
        return answer.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Answers when the exchange is over.
     *
     * @throws HttpTimeoutException if that takes longer than the timeout
     * @throws IOException if it fails otherwise
     * @throws InterruptedException if the thread is interrupted, which ends the exchange
     */
    public <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> body)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer = send(request, body);
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException) {
                HttpTimeoutException late = new HttpTimeoutException("no whole answer within " + timeout);
                late.initCause(e);
                throw late;
            }
            throw asIo(e);
        } finally {
            answer.cancel(true);
        }
    }

    private static IOException asIo(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof IOException io ? io : new IOException(cause);
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
                    body.completeExceptionally(new AnswerTooLongException(most));
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
}
