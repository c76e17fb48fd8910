package dev.weir.topology.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.topology.otlp.Evaluations.Target;
import dev.weir.topology.otlp.span.MalformedException;
import dev.weir.topology.otlp.span.Repair;
import dev.weir.topology.otlp.span.Repairs;
import dev.weir.topology.otlp.span.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The evaluations that a span carries: of itself, as events or annotations, or as a carrier of one link, of the span that the
 * link points to. Who the parent is says nothing about what was evaluated.
 */
final class SpanEvaluations {

    private SpanEvaluations() {}

    /** Whether the span is there for its evaluations only. */
    static boolean isCarrier(Span span) {
        if ("EVALUATOR".equalsIgnoreCase(span.attributes().text("openinference.span.kind"))) {
            return !of(span, "evaluations.", "evaluation.").isEmpty()
                    || !of(span, "annotations.", "annotation.").isEmpty();
        }
        return span.links().size() == 1
                && span.attributes().has("annotation.name")
                && !span.attributes().has("openinference.span.kind");
    }

    /**
     * All evaluations of a span. On a span that is no carrier one that is unusable is left out and noted, for it must not cost
     * the call.
     *
     * @param carrier whether it is there for them only
     * @throws MalformedException if one of a carrier's is none; names the field
     */
    static List<Evaluation> of(Span span, boolean carrier, Repairs repairs) throws MalformedException {
        List<Evaluation> found = new ArrayList<>();
        Target itself = target(span.traceId(), span.spanId(), span);
        for (Span.Event event : span.events()) {
            if (event.name().equals(Evaluations.RESULT)) {
                long time = event.timeNanos() != 0 ? event.timeNanos() : itself.timeNanos();
                Target target = new Target(itself.traceId(), itself.spanId(), itself.responseId(), time);
                add(found, carrier, repairs, () -> Evaluations.of(event.attributes(), target, repairs));
            }
        }
        for (Map<String, JsonNode> fields : of(span, "annotations.", "annotation.")) {
            add(found, carrier, repairs, () -> Annotations.of(fields, carrier ? linked(span) : itself, repairs));
        }
        for (Map<String, JsonNode> fields : of(span, "evaluations.", "evaluation.")) {
            add(found, carrier, repairs, () -> Annotations.of(fields, linked(span), repairs));
        }
        return found;
    }

    private interface Reader {
        Evaluation read() throws MalformedException;
    }

    private static void add(List<Evaluation> found, boolean carrier, Repairs repairs, Reader reader)
            throws MalformedException {
        try {
            found.add(reader.read());
        } catch (MalformedException e) {
            if (carrier) {
                throw e;
            }
            repairs.note(Repair.EVALUATION_UNUSABLE);
        }
    }

    private static List<Map<String, JsonNode>> of(Span span, String list, String prefix) {
        return Annotations.under(span.attributes(), list, prefix);
    }

    private static Target linked(Span span) throws MalformedException {
        if (span.links().size() != 1) {
            throw new MalformedException(
                    "links", "links = " + span.links().size() + ": expected one, to the span that was evaluated");
        }
        Span.Link link = span.links().get(0);
        return target(link.traceId(), link.spanId(), span);
    }

    private static Target target(String traceId, String spanId, Span span) {
        String response = span.attributes().text("gen_ai.response.id");
        long time = span.endNanos() > 0 ? span.endNanos() : span.startNanos();
        return new Target(Ids.traceIdOrNull(traceId), Ids.spanIdOrNull(spanId), response, time);
    }
}
