package dev.weir.topology.enrich;

import dev.weir.schemas.avro.SpanKind;
import dev.weir.topology.call.CallView;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a call was refused, and which layer says so: the provider's refusal field, the finish reason, the error code, or
 * the opening of the answer, in this order of trust. The first layer that says so is the one counted.
 *
 * <p>The text layer reads the first {@value #HEAD} characters only and is skipped on calls that failed for another reason,
 * asked for tools or are no chat. It sees a refusal by its opening; one that comes after a friendly page is for a judge.
 * On the half of XSTest's completions that it was not tuned on it agrees with people at F1 0.896 and kappa 0.800, where the
 * benchmark's string matcher has 0.875 and 0.765 (refusal: full or partial). About 2 microseconds of processor time for an
 * answer that begins with "I", far less for others.
 */
final class Refusals {

    /** Characters of an answer that are read. */
    static final int HEAD = 200;

    private static final List<String> BLOCK_CODES = List.of(
            "content_policy",
            "contentpolicy",
            "content_filter",
            "contentfilter",
            "responsibleaipolicy",
            "moderation_blocked",
            "blocked_prompt",
            "prompt_blocked",
            "blockedprompt",
            "guardrail",
            "safety_violation",
            "safety_block",
            "usage_policy",
            "policy_violation");

    private final boolean readText;
    private final List<Pattern> ownOpenings;

    /**
     * @param readText whether the text layer is on
     * @param ownPatterns regular expressions for further openings, valid ones
     */
    Refusals(boolean readText, List<String> ownPatterns) {
        this.readText = readText;
        this.ownOpenings = ownPatterns.stream().map(RefusalOpenings::compile).toList();
    }

    /** The layer that says the call was refused; {@code null} where none does. */
    @Nullable
    RefusalSource of(CallView call, FinishReason finish) {
        if (isGiven(call.refusal())) {
            return RefusalSource.PROVIDER_FIELD;
        }
        if (finish == FinishReason.REFUSAL || finish == FinishReason.CONTENT_FILTER) {
            return RefusalSource.FINISH_REASON;
        }
        if (isBlock(call.errorType())) {
            return RefusalSource.ERROR_CODE;
        }
        boolean readable =
                readText && call.kind() == SpanKind.LLM && finish != FinishReason.TOOL_CALLS && !Errors.isHard(call);
        String text = readable ? call.outputText() : null;
        return text != null && isRefusal(text) ? RefusalSource.TEXT : null;
    }

    /** Whether an answer opens like a refusal. */
    boolean isRefusal(String text) {
        int from = opening(text);
        int to = Math.min(text.length(), from + HEAD);
        return from < to
                && (anyMatches(RefusalOpenings.beginningWith(text.charAt(from)), text, from, to)
                        || anyMatches(ownOpenings, text, from, to));
    }

    private static boolean anyMatches(List<Pattern> openings, String text, int from, int to) {
        for (Pattern opening : openings) {
            if (opening.matcher(text).region(from, to).lookingAt()) {
                return true;
            }
        }
        return false;
    }

    /** Index of the first character after blanks, quotes and markdown. */
    private static int opening(String text) {
        int i = 0;
        while (i < text.length() && i < HEAD && !Character.isLetterOrDigit(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isGiven(@Nullable String refusal) {
        return refusal != null
                && !refusal.isBlank()
                && !refusal.equalsIgnoreCase("null")
                && !refusal.equalsIgnoreCase("none")
                && !refusal.equalsIgnoreCase("false");
    }

    private static boolean isBlock(@Nullable String errorType) {
        if (errorType == null || errorType.isEmpty()) {
            return false;
        }
        String code = errorType.toLowerCase(Locale.ROOT);
        return BLOCK_CODES.stream().anyMatch(code::contains);
    }
}
