package dev.weir.judge.judges;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.weir.judge.judges.Outcome.Failed;
import dev.weir.judge.judges.Outcome.Scope;
import dev.weir.schemas.avro.ScoreStatus;
import dev.weir.schemas.http.BoundedHttp;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a failed call to a provider means. Names classes and statuses only: a provider's message may quote the prompt. */
final class CallFailure {

    private CallFailure() {}

    /**
     * Outcome of an exception.
     *
     * @param free cost of a call the provider did not serve, nano-USD; null: unpriced
     */
    static Failed of(RuntimeException failure, @Nullable Long free, long latencyMicros) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProviderHttpException http) {
                return status(http, free, latencyMicros);
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof dev.langchain4j.exception.TimeoutException) {
                return failed(ScoreStatus.TIMEOUT, "timeout", Scope.ENDPOINT_DOWN, null, latencyMicros);
            }
            if (cause instanceof BoundedHttp.AnswerTooLongException) {
                return failed(ScoreStatus.PARSE_ERROR, "reply_too_long", Scope.REPLY, null, latencyMicros);
            }
            if (cause instanceof JsonProcessingException) {
                return failed(ScoreStatus.PARSE_ERROR, "bad_envelope", Scope.REPLY, null, latencyMicros);
            }
            if (cause instanceof IOException) {
                return failed(ScoreStatus.JUDGE_ERROR, name(cause), Scope.ENDPOINT_DOWN, free, latencyMicros);
            }
        }
        return failed(ScoreStatus.PARSE_ERROR, "bad_envelope", Scope.REPLY, null, latencyMicros);
    }

    private static Failed status(ProviderHttpException http, @Nullable Long free, long latencyMicros) {
        int status = http.statusCode();
        Scope scope = switch (status) {
            case 429, 529 -> Scope.ENDPOINT_BUSY;
            case 503 -> http.retryAfter() == null ? Scope.ENDPOINT_DOWN : Scope.ENDPOINT_BUSY;
            case 400, 413, 422 -> Scope.TASK;
            default -> status == 408 || status >= 500 ? Scope.ENDPOINT_DOWN : Scope.ENDPOINT_REFUSES;
        };
        ScoreStatus score = status == 408 || status == 504 ? ScoreStatus.TIMEOUT : ScoreStatus.JUDGE_ERROR;
        return new Failed(score, "http_" + status, scope, http.retryAfter(), free, latencyMicros);
    }

    private static Failed failed(
            ScoreStatus status, String error, Scope scope, @Nullable Long cost, long latencyMicros) {
        return new Failed(status, error, scope, null, cost, latencyMicros);
    }

    private static String name(Throwable cause) {
        return cause.getClass()
                .getSimpleName()
                .replaceAll("Exception$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT);
    }
}
