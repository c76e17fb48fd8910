package dev.weir.topology.otlp;

import dev.weir.schemas.TextLimit;
import dev.weir.schemas.avro.EvaluatorType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Result of another evaluator for a call. The call is found by its span, and where that is not there by its response
 * id: evaluators often emit inside a span of their own. Names, labels and ids are within their {@link TextLimit}s, whatever was
 * given: a log of a megabyte makes a record of a few kilobytes.
 *
 * @param dimension what was evaluated: {@code gen_ai.evaluation.name} or {@code annotation.name}
 * @param value score on the evaluator's own scale; absent: it gave only a label, or failed
 * @param label verdict in words; absent: it gave only a score, or failed
 * @param evaluatorId who evaluated; absent: unknown
 * @param evaluatorVersion absent: unknown
 * @param evaluatorType absent: unknown
 * @param traceId trace of the evaluated call, 32 hexadecimal digits; absent: only the response id is known
 * @param spanId span of the evaluated call, 16 hexadecimal digits; absent as for the trace
 * @param responseId {@code gen_ai.response.id} of the evaluated call; absent: unknown
 * @param time when it was evaluated
 * @param error class of failure of the evaluation; absent: it succeeded
 * @param explanation the evaluator's reason, at most 2,000 characters, untrusted text; absent: none
 * @param inclusionProbability probability with which this call was chosen to be evaluated, in (0, 1]; absent: unknown, so the
 *     score must not enter a weighted estimate
 */
public record Evaluation(
        String dimension,
        @Nullable Double value,
        @Nullable String label,
        @Nullable String evaluatorId,
        @Nullable String evaluatorVersion,
        @Nullable EvaluatorType evaluatorType,
        @Nullable String traceId,
        @Nullable String spanId,
        @Nullable String responseId,
        Instant time,
        @Nullable String error,
        @Nullable String explanation,
        @Nullable Double inclusionProbability) {

    /** Brings every text within its limit. */
    public Evaluation {
        dimension = TextLimit.NAME.of(dimension);
        label = within(TextLimit.NAME, label);
        evaluatorId = within(TextLimit.NAME, evaluatorId);
        evaluatorVersion = within(TextLimit.NAME, evaluatorVersion);
        responseId = within(TextLimit.RESPONSE_ID, responseId);
        error = within(TextLimit.NAME, error);
        explanation = within(TextLimit.EXPLANATION, explanation);
    }

    private static @Nullable String within(TextLimit limit, @Nullable String text) {
        return text == null ? null : limit.of(text);
    }
}
