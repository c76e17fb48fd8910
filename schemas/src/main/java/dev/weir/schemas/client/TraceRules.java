package dev.weir.schemas.client;

import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every pipeline refuses in a trace event, whatever its settings: the requirements that the schema's docs state and
 * its types cannot.
 */
final class TraceRules {

    private static final int MAX_ID = 128;

    private TraceRules() {}

    /** All that is wrong, as {@code field = value: expected …}; empty when the event can be sent. */
    static List<String> problems(TraceEvent event) {
        List<String> problems = new ArrayList<>();
        id("trace_id", event.getTraceId(), problems);
        id("span_id", event.getSpanId(), problems);
        if (event.getStartTime() == null) {
            problems.add("start_time = absent: expected a time");
        }
        if (isBlank(event.getRoute()) && isBlank(event.getName())) {
            problems.add("route = absent: expected a route or a name");
        }
        boolean call = event.getKind() == SpanKind.LLM || event.getKind() == SpanKind.EMBEDDING;
        if (call && isBlank(event.getRequestModel()) && isBlank(event.getResponseModel())) {
            problems.add("request_model = absent: expected request_model or response_model on a span of kind "
                    + event.getKind());
        }
        notNegative("duration_micros", event.getDurationMicros(), problems);
        notNegative("time_to_first_token_micros", event.getTimeToFirstTokenMicros(), problems);
        notNegative("input_tokens", event.getInputTokens(), problems);
        notNegative("output_tokens", event.getOutputTokens(), problems);
        notNegative("cache_read_input_tokens", event.getCacheReadInputTokens(), problems);
        notNegative("cache_write_input_tokens", event.getCacheWriteInputTokens(), problems);
        notNegative("cache_write_1h_input_tokens", event.getCacheWrite1hInputTokens(), problems);
        notNegative("reasoning_output_tokens", event.getReasoningOutputTokens(), problems);
        notNegative("audio_input_tokens", event.getAudioInputTokens(), problems);
        notNegative("audio_output_tokens", event.getAudioOutputTokens(), problems);
        return problems;
    }

    private static void id(String field, @Nullable String value, List<String> problems) {
        if (value == null || value.isBlank()) {
            problems.add(field + " = absent: expected 1 to " + MAX_ID + " characters");
        } else if (value.length() > MAX_ID) {
            problems.add(field + " of " + value.length() + " characters: expected 1 to " + MAX_ID);
        }
    }

    private static void notNegative(String field, @Nullable Long value, List<String> problems) {
        if (value != null && value < 0) {
            problems.add(field + " = " + value + ": expected 0 or more, or absent");
        }
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
