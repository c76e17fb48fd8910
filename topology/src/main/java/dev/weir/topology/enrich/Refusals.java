package dev.weir.topology.enrich;

import dev.weir.schemas.avro.SpanKind;
import dev.weir.topology.call.CallView;
import java.nio.charset.StandardCharsets;
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
 * benchmark's string matcher has 0.875 and 0.765 (refusal: full or partial). About 20 to 60 nanoseconds
 * of processor time for most answers, which are told by their first three characters; half a microsecond to two for the
 * others, whose head is decoded and an expression tried.
 */
final class Refusals {

    /** Characters of an answer that are read. */
    static final int HEAD = 200;

    /** Most characters of an answer that a verdict depends on: as many that are no letters, and the head. */
    private static final int LONGEST_OPENING = 2 * HEAD;

    /** Bytes of UTF-8 for one {@code char}, at most. */
    private static final int LONGEST_CHARACTER = 3;

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
        return readable
                        && call.outputTextLength() > 0
                        && isRefusal(call.bytes(), call.outputTextOffset(), call.outputTextLength())
                ? RefusalSource.TEXT
                : null;
    }

    /** Whether an answer in UTF-8 opens like a refusal: what {@link #isRefusal(String)} says of it, read from its bytes. */
    boolean isRefusal(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        int characters = 0;
        while (at < end && characters < HEAD) {
            int c = bytes[at] >= 0 ? bytes[at] : threeBytes(bytes, at, end);
            if (c < 0) {
                return isRefusal(text(bytes, offset, end, LONGEST_OPENING)); // malformed or not of the usual length
            }
            if (Character.isLetterOrDigit((char) c)) {
                return mayOpen((char) c, bytes, at, end) && isRefusal(text(bytes, at, end, HEAD));
            }
            at += c < 0x80 ? 1 : 3;
            characters++;
        }
        return at < end && isRefusal(text(bytes, offset, end, LONGEST_OPENING));
    }

    private boolean mayOpen(char first, byte[] bytes, int at, int end) {
        int second = next(bytes, at, end);
        int third = next(bytes, second, end);
        return !ownOpenings.isEmpty()
                || (third < end && RefusalOpenings.mayBegin(first, character(bytes[second]), character(bytes[third])));
    }

    /** Where the character after another begins. */
    private static int next(byte[] bytes, int at, int end) {
        int next = at + 1;
        while (next < end && (bytes[next] & 0xC0) == 0x80) {
            next++;
        }
        return next;
    }

    /** The character of a byte, or one beyond ASCII where that begins there. */
    private static char character(byte b) {
        return b >= 0 ? (char) b : Character.MAX_VALUE;
    }

    /** A text that has as many of its first characters as are asked for; after them it may end in half a character. */
    private static String text(byte[] bytes, int from, int end, int characters) {
        int longest = LONGEST_CHARACTER * (characters + 2);
        return new String(bytes, from, Math.min(end - from, longest), StandardCharsets.UTF_8);
    }

    /** The character of three bytes, as quotes and dashes have; -1 where no such one stands. */
    private static int threeBytes(byte[] bytes, int at, int end) {
        if (end - at < 3
                || (bytes[at] & 0xF0) != 0xE0
                || (bytes[at + 1] & 0xC0) != 0x80
                || (bytes[at + 2] & 0xC0) != 0x80) {
            return -1;
        }
        int c = (bytes[at] & 0x0F) << 12 | (bytes[at + 1] & 0x3F) << 6 | bytes[at + 2] & 0x3F;
        return c < 0x800 || Character.isSurrogate((char) c) ? -1 : c;
    }

    /** Whether an answer opens like a refusal. */
    boolean isRefusal(String text) {
        int from = opening(text);
        int to = Math.min(text.length(), from + HEAD);
        return RefusalOpenings.isAt(text, from, to)
                || ownOpenings.stream().anyMatch(opening -> RefusalOpenings.matches(opening, text, from, to));
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
