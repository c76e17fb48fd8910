package dev.weir.judge.judges;

import dev.langchain4j.exception.HttpException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A provider's answer other than 2xx; carries status and asked-for wait, never the body. */
final class ProviderHttpException extends HttpException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    ProviderHttpException(int status, @Nullable Duration retryAfter) {
        super(status, "provider answered status " + status);
        this.retryAfter = retryAfter;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
