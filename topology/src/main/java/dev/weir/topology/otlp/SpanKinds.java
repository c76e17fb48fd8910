package dev.weir.topology.otlp;

import dev.weir.schemas.avro.SpanKind;
import dev.weir.topology.otlp.dialect.Field;
import dev.weir.topology.otlp.dialect.Reading;
import dev.weir.topology.otlp.dialect.Vocabulary;
import dev.weir.topology.otlp.span.Repair;
import org.jspecify.annotations.Nullable;

/**
 * What kind of work a span is. A dialect says so, or the attributes give it away: a tool's name a tool, a model or its usage a
 * model call. Whatever else has a mark of an LLM application is of kind OTHER; what has none is no concern of ours.
 */
final class SpanKinds {

    private final Vocabulary vocabulary;

    SpanKinds(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** The kind; absent when the span is of no LLM application. */
    @Nullable
    SpanKind of(Reading span) {
        SpanKind said = vocabulary.first(Field.KIND, span);
        if (said != null) {
            return said;
        }
        if (!vocabulary.isMarked(span.span())) {
            return null;
        }
        if (span.has("gen_ai.tool.name")) {
            return SpanKind.TOOL;
        }
        boolean model = vocabulary.first(Field.REQUEST_MODEL, span) != null
                || vocabulary.first(Field.RESPONSE_MODEL, span) != null;
        if (model || Usage.isGiven(span, vocabulary) || hasInferenceEvent(span)) {
            span.repairs().note(Repair.KIND_ASSUMED);
            return SpanKind.LLM;
        }
        return span.has("gen_ai.agent.name") ? SpanKind.AGENT : SpanKind.OTHER;
    }

    private static boolean hasInferenceEvent(Reading span) {
        return span.span().events().stream()
                .anyMatch(event -> event.name().equals("gen_ai.client.inference.operation.details"));
    }
}
