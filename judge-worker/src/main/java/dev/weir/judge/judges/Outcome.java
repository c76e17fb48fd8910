package dev.weir.judge.judges;

import dev.weir.schemas.avro.Judgement;
import dev.weir.schemas.avro.ScoreStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of one attempt: judgements, or the reason why there are none. */
public sealed interface Outcome {

    /** What the attempt cost, nano-USD; null: unpriced or free by nature. */
    @Nullable
    Long costNanoUsd();

    /** How long the attempt took, microseconds. */
    long latencyMicros();

    /**
     * An answer.
     *
     * @param judgements one per dimension, at least one
     * @param rationale the evaluator's reason, at most 2,000 characters, untrusted; null: none
     */
    record Judged(
            List<Judgement> judgements,
            @Nullable String rationale,
            @Nullable Long costNanoUsd,
            long latencyMicros) implements Outcome {
        public Judged {
            judgements = List.copyOf(judgements);
        }
    }

    /**
     * No answer.
     *
     * @param status any but {@code JUDGED}
     * @param error class of the error in lower snake case; never a payload
     * @param scope whose fault it is: decides about retries and the circuit breaker
     * @param retryAfter what the endpoint asked to wait; null: it did not say
     */
    record Failed(
            ScoreStatus status,
            String error,
            Scope scope,
            @Nullable Duration retryAfter,
            @Nullable Long costNanoUsd,
            long latencyMicros)
            implements Outcome {

        /** A failure that another attempt cannot mend and that cost nothing. */
        public static Failed ofTask(ScoreStatus status, String error, long latencyMicros) {
            return new Failed(status, error, Scope.TASK, null, null, latencyMicros);
        }

        /** True when another attempt may end otherwise. */
        public boolean retryable() {
            return switch (scope) {
                case TASK, ENDPOINT_REFUSES -> false;
                case REPLY, ENDPOINT_BUSY, ENDPOINT_DOWN -> true;
            };
        }

        /** True when the endpoint is of no use to any task now. */
        public boolean countsAgainstEndpoint() {
            return switch (scope) {
                case TASK, REPLY, ENDPOINT_BUSY -> false;
                case ENDPOINT_DOWN, ENDPOINT_REFUSES -> true;
            };
        }
    }

    /** Whose fault a failure is. */
    enum Scope {
        /** The task's: it would fail again. */
        TASK,
        /** The reply's: another may be well formed. */
        REPLY,
        /** The endpoint asked for patience. */
        ENDPOINT_BUSY,
        /** The endpoint does not answer, or answers that it is broken. */
        ENDPOINT_DOWN,
        /** The endpoint refuses every caller like us: bad key, no such model. */
        ENDPOINT_REFUSES
    }
}
