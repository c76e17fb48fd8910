package dev.weir.topology.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.TextLimit;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.topology.otlp.span.Attributes;
import dev.weir.topology.otlp.span.LogEntry;
import dev.weir.topology.otlp.span.MalformedException;
import dev.weir.topology.otlp.span.Numbers;
import dev.weir.topology.otlp.span.Repair;
import dev.weir.topology.otlp.span.Repairs;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Evaluations under OpenTelemetry's names, on log records, events of spans and spans: {@code gen_ai.evaluation.*}. The evaluator's
 * id, version and type are those of a proposal that is in use; the inclusion probability is a name of our own. Source:
 * semantic-conventions-genai, events, and its pull request 359.
 */
final class Evaluations {

    /** Name of the event. */
    static final String RESULT = "gen_ai.evaluation.result";

    private static final String NAME = "gen_ai.evaluation.name";
    private static final String VALUE = "gen_ai.evaluation.score.value";
    private static final String LABEL = "gen_ai.evaluation.score.label";
    private static final String EVALUATOR = "gen_ai.evaluation.evaluator.";
    private static final String INCLUSION = "weir.inclusion_probability";

    /** What was evaluated and when, as the carrier of an evaluation says. */
    record Target(
            @Nullable String traceId,
            @Nullable String spanId,
            @Nullable String responseId,
            long timeNanos) {

        /**
         * The time.
         *
         * @throws MalformedException if there is none, or nothing that was evaluated
         */
        Instant check() throws MalformedException {
            if ((traceId == null || spanId == null) && responseId == null) {
                throw new MalformedException(
                        "span_id",
                        "span_id and gen_ai.response.id are absent: expected one of them, for the evaluated call");
            }
            if (timeNanos <= 0) {
                throw new MalformedException(
                        "time_unix_nano", "time_unix_nano = " + timeNanos + ": expected the time of the evaluation");
            }
            return Instant.EPOCH.plus(timeNanos / 1_000, ChronoUnit.MICROS);
        }
    }

    private Evaluations() {}

    /** Name of the event that a log record is, under the new and the old name of the field; empty: an ordinary log. */
    static String eventOf(LogEntry log) {
        if (!log.eventName().isEmpty()) {
            return log.eventName();
        }
        String old = log.attributes().text("event.name");
        return old == null ? "" : old;
    }

    static boolean isGiven(Attributes attributes) {
        return attributes.has(NAME);
    }

    /**
     * The evaluation that attributes describe.
     *
     * @throws MalformedException if they describe none; names the field
     */
    static Evaluation of(Attributes attributes, Target carrier, Repairs repairs) throws MalformedException {
        String name = attributes.text(NAME);
        if (name == null) {
            throw new MalformedException(NAME, NAME + " is absent: expected the name of what was evaluated");
        }
        String responseId = attributes.text("gen_ai.response.id");
        Target target = new Target(
                carrier.traceId(),
                carrier.spanId(),
                responseId != null ? responseId : carrier.responseId(),
                carrier.timeNanos());
        Double value = Numbers.number(attributes.get(VALUE), repairs);
        String label = attributes.text(LABEL);
        String error = attributes.text("error.type");
        if (value == null && label == null && error == null) {
            throw new MalformedException(
                    VALUE, VALUE + ", " + LABEL + " and error.type are absent: expected one of them");
        }
        return new Evaluation(
                name,
                value,
                label,
                attributes.text(EVALUATOR + "id"),
                attributes.text(EVALUATOR + "version"),
                type(attributes.text(EVALUATOR + "type")),
                target.traceId(),
                target.spanId(),
                target.responseId(),
                target.check(),
                error,
                explanation(attributes.text("gen_ai.evaluation.explanation"), repairs),
                inclusion(attributes.get(INCLUSION), repairs));
    }

    static @Nullable EvaluatorType type(@Nullable String name) {
        return switch (name == null ? "" : name.toLowerCase(Locale.ROOT)) {
            case "llm_judge", "llm" -> EvaluatorType.LLM_JUDGE;
            case "deterministic", "code" -> EvaluatorType.DETERMINISTIC;
            case "human" -> EvaluatorType.HUMAN;
            default -> null;
        };
    }

    static @Nullable String explanation(@Nullable String text, Repairs repairs) {
        if (text == null || TextLimit.EXPLANATION.holds(text)) {
            return text;
        }
        repairs.note(Repair.TEXT_CUT);
        return TextLimit.EXPLANATION.of(text);
    }

    static @Nullable Double inclusion(@Nullable JsonNode given, Repairs repairs) {
        Double probability = Numbers.number(given, repairs);
        if (probability == null || (probability > 0 && probability <= 1)) {
            return probability;
        }
        repairs.note(Repair.PROBABILITY_UNREADABLE);
        return null;
    }
}
