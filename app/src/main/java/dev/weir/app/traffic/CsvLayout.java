package dev.weir.app.traffic;

import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.TraceEvent;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The published CSVs that Weir reads as they are, each told by its header. Names are compared in lower case with
 * {@code _} between words, so the originals' {@code ContextTokens} and {@code Request tokens} are known too.
 */
enum CsvLayout {
    /** Azure LLM inference traces of 2023: an instant and two token counts. */
    AZURE(List.of("timestamp", "context_tokens", "generated_tokens")) {
        @Override
        void fill(TraceEvent.Builder event, CsvRow row, CsvClock clock) {
            event.setStartTime(instant(row))
                    .setInputTokens(row.count("context_tokens"))
                    .setOutputTokens(row.count("generated_tokens"));
        }
    },
    /** Mooncake: milliseconds since the first request, and how much of the prompt a cache could have held. */
    MOONCAKE(List.of("timestamp_ms", "input_tokens", "output_tokens")) {
        @Override
        void fill(TraceEvent.Builder event, CsvRow row, CsvClock clock) {
            event.setStartTime(clock.at(row.micros("timestamp_ms", 1_000)))
                    .setInputTokens(row.count("input_tokens"))
                    .setOutputTokens(row.count("output_tokens"));
            row.optionalCount("cached_prefix_tokens_upper_bound").ifPresent(event::setCacheReadInputTokens);
        }
    },
    /** BurstGPT: seconds since the trace began, whole seconds of latency; no response tokens mean a failed request. */
    BURSTGPT(List.of("timestamp_s", "model", "request_tokens", "response_tokens", "log_type")) {
        @Override
        void fill(TraceEvent.Builder event, CsvRow row, CsvClock clock) {
            long output = row.count("response_tokens");
            String model = row.text("model");
            event.setStartTime(clock.at(row.micros("timestamp_s", 1_000_000)))
                    .setRequestModel(BURSTGPT_MODELS.getOrDefault(model, model))
                    .setProvider("openai")
                    .setInputTokens(row.count("request_tokens"))
                    .setOutputTokens(output)
                    .setStatus(output == 0 ? SpanStatus.ERROR : SpanStatus.OK)
                    .setErrorType(output == 0 ? "no_response" : null)
                    .setFeature(
                            row.text("log_type").toLowerCase(Locale.ROOT).startsWith("api") ? "api" : "conversation")
                    .setSessionId(row.has("session_id_prefix") ? row.text("session_id_prefix") : null);
            if (row.has("elapsed_s") && output > 0) {
                event.setDurationMicros(row.micros("elapsed_s", 1_000_000));
            }
        }
    },
    /** LLMPerf: measured calls without times, laid one second apart; a failed call reports neither times nor tokens. */
    LLMPERF(List.of("provider", "model_size", "i", "ttft_s", "e2e_s", "input_tokens", "output_tokens", "error_code")) {
        @Override
        void fill(TraceEvent.Builder event, CsvRow row, CsvClock clock) {
            event.setStartTime(clock.at(row.count("i") * 1_000_000))
                    .setProvider(row.text("provider"))
                    .setRequestModel("llama-2-" + row.text("model_size") + "-chat");
            if (row.has("error_code")) {
                String code = row.text("error_code");
                event.setStatus(SpanStatus.ERROR).setErrorType(code);
                if (code.matches("[1-5][0-9]{2}")) {
                    event.setHttpStatus(Integer.valueOf(code));
                }
            } else {
                event.setStatus(SpanStatus.OK)
                        .setInputTokens(row.count("input_tokens"))
                        .setOutputTokens(row.count("output_tokens"))
                        .setDurationMicros(row.micros("e2e_s", 1_000_000))
                        .setTimeToFirstTokenMicros(row.micros("ttft_s", 1_000_000));
            }
        }
    },
    /** Load test of vLLM with BurstGPT: runs of rising load, laid end to end; lengths are characters, not tokens. */
    VLLM_LOAD_TEST(List.of("load_scale", "event_id", "in_len", "out_len", "ttft_s", "total_s", "end_rel_s")) {
        @Override
        void fill(TraceEvent.Builder event, CsvRow row, CsvClock clock) {
            long duration = row.micros("total_s", 1_000_000);
            Instant end = clock.inRun(row.text("load_scale"), row.micros("end_rel_s", 1_000_000));
            event.setStartTime(end.minus(duration, ChronoUnit.MICROS))
                    .setDurationMicros(duration)
                    .setTimeToFirstTokenMicros(row.micros("ttft_s", 1_000_000))
                    .setProvider("vllm")
                    .setStatus(SpanStatus.OK)
                    .setAttributes(Map.of(
                            "load_scale", row.text("load_scale"),
                            "input_characters", row.text("in_len"),
                            "output_characters", row.text("out_len")));
        }
    };

    private static final Map<String, String> BURSTGPT_MODELS = Map.of("GPT-4", "gpt-4", "ChatGPT", "gpt-3.5-turbo");
    private static final Map<String, String> ALIASES =
            Map.of("session_id", "session_id_prefix", "elapsed_time", "elapsed_s");

    private final List<String> required;

    CsvLayout(List<String> required) {
        this.required = required;
    }

    /** Sets what the row says; everything else stays absent. */
    abstract void fill(TraceEvent.Builder event, CsvRow row, CsvClock clock);

    /** The layout of a header, or empty if none has all its columns there. */
    static Optional<CsvLayout> of(Map<String, Integer> columns) {
        return Arrays.stream(values())
                .filter(layout -> columns.keySet().containsAll(layout.required))
                .findFirst();
    }

    /** Column positions of a header line. */
    static Map<String, Integer> columns(String header) {
        Map<String, Integer> columns = new HashMap<>();
        List<String> names = CsvRow.split(header);
        boolean burst = names.stream().anyMatch(name -> name.strip().equalsIgnoreCase("log type"));
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i)
                    .strip()
                    .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                    .replace(' ', '_')
                    .toLowerCase(Locale.ROOT);
            columns.put(burst && name.equals("timestamp") ? "timestamp_s" : ALIASES.getOrDefault(name, name), i);
        }
        return columns;
    }

    /** Required columns of all layouts, for a message. */
    static String known() {
        return Arrays.stream(values())
                .map(layout -> String.join(",", layout.required))
                .collect(Collectors.joining(" or "));
    }

    private static Instant instant(CsvRow row) {
        String text = row.text("timestamp");
        String iso = text.replace(' ', 'T');
        try {
            return Instant.parse(iso.endsWith("Z") || iso.indexOf('+') > 0 ? iso : iso + "Z")
                    .truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeParseException e) {
            throw CsvRow.unexpected("timestamp", text, "an ISO-8601 instant in UTC");
        }
    }
}
