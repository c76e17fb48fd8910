package dev.weir.topology.enrich;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One vocabulary for why a model stopped, from the spellings of OpenAI (chat and responses), Anthropic, Gemini and Vertex
 * AI, Bedrock, Cohere, Mistral, DeepSeek, Ollama, vLLM, TGI, watsonx and the Vercel SDK.
 *
 * <p>Case, hyphens, quotes, list brackets and prefixes such as {@code FINISH_REASON_} and {@code FinishReason.} do not
 * matter. About 10 ns for a spelling as a provider writes it.
 */
final class FinishReasonSpellings {

    private static final Map<String, FinishReason> KNOWN = new HashMap<>();

    static {
        say(
                FinishReason.STOP,
                "stop end_turn stop_sequence complete completed eos eos_token endoftext finish finished");
        say(FinishReason.STOP, "end done success stop_token pause_turn");
        say(FinishReason.LENGTH, "length max_tokens max_output_tokens model_length max_length token_limit incomplete");
        say(FinishReason.LENGTH, "model_context_window_exceeded context_window_exceeded error_limit time_limit");
        say(FinishReason.TOOL_CALLS, "tool_calls tool_call tool_use function_call function_calls");
        say(FinishReason.CONTENT_FILTER, "content_filter content_filtered guardrail_intervened safety recitation");
        say(FinishReason.CONTENT_FILTER, "blocklist prohibited_content spii image_safety image_prohibited_content");
        say(FinishReason.CONTENT_FILTER, "image_recitation model_armor error_toxic blocked sensitive moderation");
        say(FinishReason.REFUSAL, "refusal refused model_refusal");
        say(FinishReason.ERROR, "error failed malformed_function_call malformed_model_output malformed_tool_use");
        say(FinishReason.ERROR, "malformed_tool_call malformed_response malformed unexpected_tool_call");
        say(FinishReason.ERROR, "too_many_tool_calls missing_thought_signature insufficient_system_resource");
        say(FinishReason.ERROR, "timeout abort aborted network_error");
        say(FinishReason.OTHER, "other user_cancel cancelled canceled load unload language no_image image_other");
        say(FinishReason.UNKNOWN, "unknown unspecified null none");
    }

    private FinishReasonSpellings() {}

    private static void say(FinishReason reason, String spellings) {
        for (String spelling : spellings.split(" ")) {
            KNOWN.put(spelling, reason);
            KNOWN.put(spelling.toUpperCase(Locale.ROOT), reason);
        }
    }

    /** The reason behind a spelling: {@code UNKNOWN} when there is none, {@code OTHER} when no provider writes it. */
    static FinishReason of(@Nullable String spelling) {
        if (spelling == null) {
            return FinishReason.UNKNOWN;
        }
        FinishReason known = KNOWN.get(spelling);
        if (known != null) {
            return known;
        }
        String plain = plain(spelling);
        return plain.isEmpty() ? FinishReason.UNKNOWN : KNOWN.getOrDefault(plain, FinishReason.OTHER);
    }

    /** Wire name of the reason behind a spelling: stop, length, tool_calls, content_filter, refusal, error, other or unknown. */
    static String normalise(@Nullable String spelling) {
        return of(spelling).wireName();
    }

    /** Whether a spelling says that the output could not be read. */
    static boolean isMalformed(String spelling) {
        return plain(spelling).contains("malformed");
    }

    private static String plain(String spelling) {
        StringBuilder kept = new StringBuilder(Math.min(spelling.length(), 64));
        for (int i = 0; i < spelling.length() && kept.length() < 64; i++) {
            char c = spelling.charAt(i);
            if (c == ',' && kept.length() > 0) {
                break;
            }
            if (Character.isLetterOrDigit(c)) {
                kept.append(Character.toLowerCase(c));
            } else if (c == '_' || c == '-' || c == ' ') {
                kept.append('_');
            } else if (c == '.') {
                kept.setLength(0);
            }
        }
        String text = kept.toString().strip();
        return text.startsWith("finish_reason_") ? text.substring("finish_reason_".length()) : text;
    }
}
