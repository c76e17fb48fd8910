package dev.weir.topology.otlp.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.topology.otlp.span.Numbers;
import dev.weir.topology.otlp.span.Repair;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Langfuse SDK. Its {@code usage_details} are disjoint parts: {@code input} holds neither cached nor cache-writing tokens,
 * {@code output} no reasoning; here they are added up to inclusive counts. A producer may also hand in the provider's own
 * usage object, which is read as that provider means it.
 */
final class Langfuse {

    private static final String USAGE = "langfuse.observation.usage_details";
    private static final String COST = "langfuse.observation.cost_details";

    private static final Map<String, SpanKind> TYPES = Map.of(
            "generation", SpanKind.LLM,
            "embedding", SpanKind.EMBEDDING,
            "retriever", SpanKind.RETRIEVAL,
            "tool", SpanKind.TOOL,
            "agent", SpanKind.AGENT,
            "chain", SpanKind.CHAIN,
            "span", SpanKind.CHAIN,
            "guardrail", SpanKind.GUARDRAIL,
            "evaluator", SpanKind.OTHER,
            "event", SpanKind.OTHER);

    static final Dialect DIALECT = table();

    private Langfuse() {}

    private static Dialect table() {
        Dialect.Builder table = Dialect.named("langfuse")
                .marks("langfuse.")
                .kind(TYPES, "langfuse.observation.type")
                .text(Field.REQUEST_MODEL, "langfuse.observation.model.name")
                .from(
                        Field.SERVICE_TIER,
                        "langfuse.observation.model.parameters",
                        span -> span.textAt("langfuse.observation.model.parameters", "service_tier"))
                .from(Field.FAILED, "langfuse.observation.level", Langfuse::failed)
                .anywhere(Field.ENVIRONMENT, "langfuse.environment")
                .anywhere(Field.SERVICE_VERSION, "langfuse.release", "langfuse.version")
                .text(Field.PROMPT_NAME, "langfuse.observation.prompt.name", "langfuse.prompt.name")
                .text(Field.PROMPT_VERSION, "langfuse.observation.prompt.version", "langfuse.prompt.version")
                .text(
                        Field.USER_ID,
                        "langfuse.user.id",
                        "langfuse.trace.metadata.langfuse_user_id",
                        "langfuse.observation.metadata.langfuse_user_id")
                .text(
                        Field.SESSION_ID,
                        "langfuse.session.id",
                        "langfuse.trace.metadata.langfuse_session_id",
                        "langfuse.observation.metadata.langfuse_session_id")
                .content(Field.INPUT, "langfuse.observation.input", "langfuse.trace.input")
                .content(Field.OUTPUT, "langfuse.observation.output", "langfuse.trace.output");
        usage(table);
        return table.build();
    }

    private static void usage(Dialect.Builder table) {
        table.from(Field.INPUT_TOKENS, USAGE, span -> inclusive(span, "prompt_tokens", "input", "input_tokens_details"))
                .from(
                        Field.OUTPUT_TOKENS,
                        USAGE,
                        span -> inclusive(span, "completion_tokens", "output", "output_tokens_details"))
                .from(Field.TOTAL_TOKENS, USAGE, span -> span.countAt(USAGE, "total"))
                .from(Field.CACHE_READ_TOKENS, USAGE, span -> sum(span, "input_cached_tokens", "input_cache_read"))
                .from(Field.CACHE_READ_TOKENS, USAGE, span -> UsageObject.cacheRead(span.object(USAGE), span.repairs()))
                .from(
                        Field.CACHE_WRITE_TOKENS,
                        USAGE,
                        span -> sum(
                                span,
                                "input_cache_creation",
                                "input_cache_creation_5m",
                                "input_cache_creation_1h",
                                "input_cache_write"))
                .from(
                        Field.CACHE_WRITE_TOKENS,
                        USAGE,
                        span -> UsageObject.cacheWrite(span.object(USAGE), span.repairs()))
                .from(Field.CACHE_WRITE_1H_TOKENS, USAGE, span -> span.countAt(USAGE, "input_cache_creation_1h"))
                .from(
                        Field.CACHE_WRITE_1H_TOKENS,
                        USAGE,
                        span -> UsageObject.cacheWrite1h(span.object(USAGE), span.repairs()))
                .from(Field.REASONING_TOKENS, USAGE, span -> span.countAt(USAGE, "output_reasoning_tokens"))
                .from(Field.REASONING_TOKENS, USAGE, span -> UsageObject.reasoning(span.object(USAGE), span.repairs()))
                .from(Field.AUDIO_INPUT_TOKENS, USAGE, span -> span.countAt(USAGE, "input_audio_tokens"))
                .from(Field.AUDIO_OUTPUT_TOKENS, USAGE, span -> span.countAt(USAGE, "output_audio_tokens"))
                .from(Field.FIRST_TOKEN_NANOS, "langfuse.observation.completion_start_time", Langfuse::firstToken)
                .from(Field.COST, COST, Langfuse::cost);
    }

    /**
     * A total of the provider's if there is one, else the sum of all parts whose name begins with a word. Anthropic's own usage
     * object leaves cached tokens out of {@code input_tokens}.
     */
    private static @Nullable Long inclusive(Reading span, String total, String word, String details) {
        JsonNode usage = span.object(USAGE);
        if (usage == null) {
            return null;
        }
        Long given = Numbers.count(usage.get(total), span.repairs());
        if (given != null) {
            return given;
        }
        Long sum = null;
        for (var part : usage.properties()) {
            String name = part.getKey();
            boolean cached = word.equals("input") && name.startsWith("cache_") && name.endsWith("_input_tokens");
            boolean disjoint = (name.startsWith(word) || cached) && !usage.has(details);
            if (part.getValue().isValueNode() && (disjoint || name.equals(word + "_tokens"))) {
                sum = plus(sum, Numbers.count(part.getValue(), span.repairs()));
            }
        }
        return sum;
    }

    private static @Nullable Long sum(Reading span, String... parts) {
        Long sum = null;
        for (String part : parts) {
            sum = plus(sum, span.countAt(USAGE, part));
        }
        return sum;
    }

    private static @Nullable Long plus(@Nullable Long sum, @Nullable Long count) {
        return sum == null ? count : count == null ? sum : Long.valueOf(sum + count);
    }

    /** {@code total} if there is one, else the sum of the parts. */
    private static @Nullable Double cost(Reading span) {
        JsonNode details = span.object(COST);
        if (details == null) {
            return null;
        }
        Double total = Numbers.number(details.get("total"), span.repairs());
        if (total != null) {
            return total;
        }
        Double sum = null;
        for (JsonNode part : details) {
            Double cost = Numbers.number(part, span.repairs());
            sum = sum == null ? cost : cost == null ? sum : Double.valueOf(sum + cost);
        }
        return sum;
    }

    private static @Nullable Boolean failed(Reading span) {
        String level = span.text("langfuse.observation.level");
        return level == null ? null : level.equalsIgnoreCase("ERROR");
    }

    /** A time in ISO 8601, which the Python SDK writes in quotes. */
    private static @Nullable Long firstToken(Reading span) {
        String text = span.text("langfuse.observation.completion_start_time");
        if (text == null) {
            return null;
        }
        try {
            Instant first = OffsetDateTime.parse(Quoted.plain(text.strip())).toInstant();
            return ChronoUnit.NANOS.between(Instant.EPOCH, first) - span.span().startNanos();
        } catch (DateTimeException | ArithmeticException e) {
            span.repairs().note(Repair.UNREADABLE_NUMBER);
            return null;
        }
    }
}
