package dev.weir.topology.enrich;

import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.SpanStatus;
import dev.weir.topology.call.CallView;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a call failed, and how.
 *
 * <p>Hard: status ERROR, HTTP status 400 or more, or an error type. Soft: answered, and unusable all the same: the finish
 * reason says error, or the model stopped by itself without text and tool call. An empty output is only known
 * where the text was captured or the output count is 0. A cut-off answer (finish reason length) is no error.
 *
 * <p>A blocked or declined call is a refusal and not an error, also where the provider answers 400 for it: otherwise one
 * policy change would look like an outage, and the same call would raise two rates. A text that reads like a refusal does not
 * count on a call that failed for another reason: that one stays an error.
 */
final class Errors {

    private Errors() {}

    /**
     * Reason of failure.
     *
     * @param refusal what {@link Refusals} found
     */
    static ErrorReason of(CallView call, FinishReason finish, @Nullable RefusalSource refusal) {
        if (refusal != null) {
            return ErrorReason.NONE;
        }
        if (isHard(call)) {
            return hard(call.httpStatus(), call.errorType());
        }
        if (finish == FinishReason.ERROR) {
            String spelling = call.finishReason();
            return spelling != null && FinishReasonSpellings.isMalformed(spelling)
                    ? ErrorReason.MALFORMED_OUTPUT
                    : ErrorReason.FINISH_ERROR;
        }
        return finish == FinishReason.STOP && isEmpty(call) ? ErrorReason.EMPTY_OUTPUT : ErrorReason.NONE;
    }

    /** Whether the call failed outright, whatever the reason. */
    static boolean isHard(CallView call) {
        String type = call.errorType();
        return call.status() == SpanStatus.ERROR || call.httpStatus() >= 400 || (type != null && !type.isBlank());
    }

    private static boolean isEmpty(CallView call) {
        if (call.kind() != SpanKind.LLM || call.hasToolCalls()) {
            return false;
        }
        return call.hasOutputText() ? call.isOutputTextBlank() : call.outputTokens() == 0;
    }

    private static ErrorReason hard(long http, @Nullable String type) {
        ErrorReason byType = type == null ? ErrorReason.FAILED : byType(type.toLowerCase(Locale.ROOT));
        if (byType != ErrorReason.FAILED) {
            return byType;
        }
        return byStatus(http != CallView.ABSENT ? (int) http : type == null ? 0 : statusIn(type));
    }

    private static ErrorReason byType(String type) {
        if (type.contains("context_length") || type.contains("contextwindow") || type.contains("too_long")) {
            return ErrorReason.CONTEXT_TOO_LONG;
        }
        if (type.contains("rate_limit")
                || type.contains("ratelimit")
                || type.contains("throttl")
                || type.contains("quota")
                || type.contains("resource_exhausted")
                || type.contains("too_many_requests")) {
            return ErrorReason.RATE_LIMITED;
        }
        if (type.contains("timeout") || type.contains("timed_out") || type.contains("deadline")) {
            return ErrorReason.TIMEOUT;
        }
        if (type.contains("overloaded") || type.contains("unavailable")) {
            return ErrorReason.OVERLOADED;
        }
        if (type.contains("authentication")
                || type.contains("permission")
                || type.contains("unauthorized")
                || type.contains("invalid_api_key")
                || type.contains("forbidden")) {
            return ErrorReason.AUTHENTICATION;
        }
        if (type.contains("invalid_request")
                || type.contains("badrequest")
                || type.contains("bad_request")
                || type.contains("not_found")
                || type.contains("notfound")) {
            return ErrorReason.BAD_REQUEST;
        }
        return type.contains("internal") || type.contains("server_error") || type.contains("api_error")
                ? ErrorReason.SERVER_ERROR
                : ErrorReason.FAILED;
    }

    private static int statusIn(String type) {
        return type.length() == 3 && type.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(type) : 0;
    }

    private static ErrorReason byStatus(int status) {
        return switch (status) {
            case 401, 403 -> ErrorReason.AUTHENTICATION;
            case 408, 504 -> ErrorReason.TIMEOUT;
            case 413 -> ErrorReason.CONTEXT_TOO_LONG;
            case 429 -> ErrorReason.RATE_LIMITED;
            case 503, 529 -> ErrorReason.OVERLOADED;
            default ->
                status >= 500 ? ErrorReason.SERVER_ERROR : status >= 400 ? ErrorReason.BAD_REQUEST : ErrorReason.FAILED;
        };
    }
}
