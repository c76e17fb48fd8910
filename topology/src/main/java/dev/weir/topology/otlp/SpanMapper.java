package dev.weir.topology.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.TextLimit;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.otlp.dialect.Field;
import dev.weir.topology.otlp.dialect.LiteLlm;
import dev.weir.topology.otlp.dialect.Reading;
import dev.weir.topology.otlp.dialect.Vocabulary;
import dev.weir.topology.otlp.span.Repair;
import dev.weir.topology.otlp.span.Repairs;
import dev.weir.topology.otlp.span.Span;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One span to one canonical event. The span has ids and a start; everything else may be missing, and what is missing stays
 * absent. Immutable and thread-safe.
 */
final class SpanMapper {

    /** Name of a model that a call does not give, since a series needs one. */
    static final String UNKNOWN_MODEL = "unknown";

    private static final long NANOS_PER_MICRO = 1_000;
    private static final int ERROR = 2;

    private final MapperConfig config;
    private final Vocabulary vocabulary;
    private final NameSources routes;
    private final NameSources tenants;
    private final SpanKinds kinds;

    SpanMapper(MapperConfig config, Vocabulary vocabulary) {
        this.config = config;
        this.vocabulary = vocabulary;
        this.routes = new NameSources(config.routeAttributes());
        this.tenants = new NameSources(config.tenantAttributes());
        this.kinds = new SpanKinds(vocabulary);
    }

    NameSources routes() {
        return routes;
    }

    /**
     * The event of a span; absent when it is of no LLM application.
     *
     * @param root what the root of the trace says, as far as {@link #routes} asks for it
     */
    @Nullable
    TraceEvent map(Span span, Repairs repairs, Map<String, String> root) {
        Reading reading = vocabulary.read(span, repairs);
        SpanKind kind = kinds.of(reading);
        if (kind == null) {
            return null;
        }
        TraceEvent event = new TraceEvent();
        event.setTraceId(span.traceId());
        event.setSpanId(span.spanId());
        event.setParentSpanId(span.parentSpanId());
        event.setKind(kind);
        event.setName(span.name().isBlank() ? null : TextLimit.NAME.of(span.name()));
        event.setRoute(routes.first(reading, root));
        event.setTenant(tenants.first(reading, root));
        event.setAttributes(kept(reading));
        Field.copyAll(vocabulary, reading, event);
        timing(event, reading);
        outcome(event, reading);
        context(event, reading);
        if (isCall(kind)) {
            call(event, reading);
        } else if (Usage.isGiven(reading, vocabulary)) {
            repairs.note(Repair.GROUP_USAGE_SET_ASIDE);
        }
        if (config.maxTextCharacters() > 0) {
            texts(event, reading);
        }
        return event;
    }

    static boolean isCall(SpanKind kind) {
        return kind == SpanKind.LLM || kind == SpanKind.EMBEDDING;
    }

    private static void timing(TraceEvent event, Reading reading) {
        Span span = reading.span();
        long start = span.startNanos() / NANOS_PER_MICRO;
        event.setStartTime(Instant.EPOCH.plus(start, ChronoUnit.MICROS));
        if (span.endNanos() >= span.startNanos()) {
            event.setDurationMicros(span.endNanos() / NANOS_PER_MICRO - start);
        } else {
            reading.repairs().note(Repair.DURATION_UNKNOWN);
        }
    }

    private void outcome(TraceEvent event, Reading reading) {
        boolean failed =
                reading.span().status() == ERROR || Boolean.TRUE.equals(vocabulary.first(Field.FAILED, reading));
        SpanStatus otherwise = reading.span().status() == 1 ? SpanStatus.OK : SpanStatus.UNSET;
        event.setStatus(failed ? SpanStatus.ERROR : otherwise);
        Long http = vocabulary.first(Field.HTTP_STATUS, reading);
        if (http != null && http >= 100 && http <= 599) {
            event.setHttpStatus(http.intValue());
        }
    }

    private void context(TraceEvent event, Reading reading) {
        event.setUpstreamProbability(Probability.of(
                reading.span().traceState(), vocabulary.first(Field.PROBABILITY, reading), reading.repairs()));
        models(event, reading);
    }

    private void models(TraceEvent event, Reading reading) {
        String requested = vocabulary.first(Field.REQUEST_MODEL, reading);
        String answered = vocabulary.first(Field.RESPONSE_MODEL, reading);
        if (LiteLlm.isAlias(reading, requested, answered)) {
            reading.repairs().note(Repair.RESPONSE_MODEL_IS_ALIAS);
            answered = null;
        }
        if (requested == null && answered == null && isCall(event.getKind())) {
            reading.repairs().note(Repair.MODEL_UNKNOWN);
            requested = UNKNOWN_MODEL;
        }
        event.setRequestModel(requested == null ? null : TextLimit.NAME.of(requested));
        event.setResponseModel(answered == null ? null : TextLimit.NAME.of(answered));
    }

    /** What only a model call has: usage, cost, first token. */
    private void call(TraceEvent event, Reading reading) {
        Repairs repairs = reading.repairs();
        Double cost = vocabulary.first(Field.COST, reading);
        if (cost != null && cost < 0) {
            repairs.note(Repair.COST_UNUSABLE);
            cost = null;
        }
        if (Boolean.TRUE.equals(vocabulary.first(Field.CACHE_HIT, reading))) {
            repairs.note(Repair.CACHE_HIT_COST_ZEROED);
            event.setCostUsd(0.0);
            Usage.writeNothing(event);
        } else {
            event.setCostUsd(cost);
            Usage.of(reading, vocabulary, event.getKind()).writeTo(event);
        }
        Long firstToken = vocabulary.first(Field.FIRST_TOKEN_NANOS, reading);
        if (firstToken != null) {
            long micros = Math.floorDiv(firstToken, NANOS_PER_MICRO);
            Long duration = event.getDurationMicros();
            if (micros < 0 || (duration != null && micros > duration)) {
                repairs.note(Repair.TTFT_OUT_OF_RANGE);
            } else {
                event.setTimeToFirstTokenMicros(micros);
            }
        }
    }

    private void texts(TraceEvent event, Reading reading) {
        Conversation conversation = Conversation.of(reading, vocabulary, config.maxTextCharacters());
        conversation.writeTo(event);
        if (event.getFinishReason() == null) {
            event.setFinishReason(conversation.finishReason());
        }
        if (event.getRefusal() == null) {
            event.setRefusal(conversation.refusal());
        }
        event.setDocuments(vocabulary.first(Field.DOCUMENTS, reading));
        event.setReferenceText(vocabulary.first(Field.REFERENCE, reading));
    }

    private Map<String, String> kept(Reading reading) {
        Map<String, String> kept = new HashMap<>();
        for (String name : config.keptAttributes()) {
            JsonNode own = reading.attributes().get(name);
            JsonNode node = own != null ? own : reading.span().resource().get(name);
            if (node != null) {
                String value = node.isValueNode() ? node.asText() : node.toString();
                kept.put(name, TextLimit.ATTRIBUTE.of(value));
            }
        }
        return kept;
    }
}
