package dev.weir.topology.price;

import dev.weir.schemas.avro.SpanKind;
import dev.weir.topology.call.CallField;
import dev.weir.topology.call.CallView;
import org.jspecify.annotations.Nullable;

/**
 * The token counts of a call, taken apart so that no token is counted twice; or why that is not possible.
 *
 * <p>An event carries inclusive counts, as OpenTelemetry has them: input holds cached, cache-writing and audio tokens,
 * output holds reasoning and audio tokens. Prices differ by part, so the parts have to be disjoint.
 */
public sealed interface TokenParts {

    /**
     * Disjoint parts, each 0 or more. Guarantee: the first five add up to the inclusive input count and the last three to
     * the inclusive output count.
     *
     * @param cacheRead audio included that was read from the cache: it is billed as cached
     */
    record Parts(
            long uncachedInput,
            long cacheRead,
            long cacheWrite5m,
            long cacheWrite1h,
            long audioInput,
            long textOutput,
            long reasoningOutput,
            long audioOutput)
            implements TokenParts {

        /** All input tokens: what context tiers are measured against. */
        public long input() {
            return uncachedInput + cacheRead + cacheWrite5m + cacheWrite1h + audioInput;
        }

        /** All output tokens. */
        public long output() {
            return textOutput + reasoningOutput + audioOutput;
        }

        /** Tokens written to a provider cache, all lifetimes. */
        public long cacheWrite() {
            return cacheWrite5m + cacheWrite1h;
        }
    }

    /** The call reports no input or no output count, so its parts are unknown, not zero. */
    record Unmeasured() implements TokenParts {
        static final Unmeasured INSTANCE = new Unmeasured();
    }

    /**
     * A count is negative, or a part is larger than the whole it belongs to. The event is to be refused.
     *
     * @param field the count, or the part that would be negative
     * @param value its value, below 0
     * @param message what is wrong, with the counts it was derived from
     */
    record Negative(String field, long value, String message) implements TokenParts {}

    /**
     * The disjoint parts of an event's counts.
     *
     * <p>Absent parts of a measured total are none, as the schema says. An embedding call has no output, so its absent
     * output is 0. A one-hour cache write without a total is its own total. Cached and audio tokens may overlap and no
     * convention says by how much: the overlap is taken as small as the counts allow and belongs to the cached part, so a
     * sum of cached and audio tokens above the input is possible and is not refused. Reasoning is never audio, so there
     * an overlap is an error.
     */
    static TokenParts of(CallView call) {
        Negative negative = negativeCount(call);
        if (negative != null) {
            return negative;
        }
        long input = call.inputTokens();
        long output = call.outputTokens();
        if (output == CallView.ABSENT && call.kind() == SpanKind.EMBEDDING) {
            output = 0;
        }
        if (input == CallView.ABSENT || output == CallView.ABSENT) {
            return Unmeasured.INSTANCE;
        }
        long write1h = orZero(call, CallField.CACHE_WRITE_1H_INPUT_TOKENS);
        long write = call.number(CallField.CACHE_WRITE_INPUT_TOKENS);
        return split(
                new Inputs(
                        input,
                        orZero(call, CallField.CACHE_READ_INPUT_TOKENS),
                        write == CallView.ABSENT ? write1h : write,
                        write1h,
                        orZero(call, CallField.AUDIO_INPUT_TOKENS)),
                new Outputs(
                        output,
                        orZero(call, CallField.REASONING_OUTPUT_TOKENS),
                        orZero(call, CallField.AUDIO_OUTPUT_TOKENS)));
    }

    private static TokenParts split(Inputs in, Outputs out) {
        if (in.write1h > in.write) {
            return new Negative(
                    "cache_write_5m_input_tokens",
                    in.write - in.write1h,
                    "cache_write_1h_input_tokens = " + in.write1h + ": expected at most cache_write_input_tokens = "
                            + in.write);
        }
        long text = in.total - in.read - in.write;
        if (text < 0 || in.read > in.total) {
            return new Negative(
                    "uncached_input_tokens",
                    text,
                    "cache_read_input_tokens + cache_write_input_tokens = " + in.read + " + " + in.write
                            + ": expected at most input_tokens = " + in.total);
        }
        if (in.audio > in.total) {
            return new Negative(
                    "text_input_tokens",
                    in.total - in.audio,
                    "audio_input_tokens = " + in.audio + ": expected at most input_tokens = " + in.total);
        }
        long textOut = out.total - out.reasoning - out.audio;
        if (textOut < 0 || out.reasoning > out.total) {
            return new Negative(
                    "text_output_tokens",
                    textOut,
                    "reasoning_output_tokens + audio_output_tokens = " + out.reasoning + " + " + out.audio
                            + ": expected at most output_tokens = " + out.total);
        }
        long audio = Math.min(in.audio, text);
        return new Parts(
                text - audio, in.read, in.write - in.write1h, in.write1h, audio, textOut, out.reasoning, out.audio);
    }

    private static @Nullable Negative negativeCount(CallView call) {
        Negative found = negative(call, CallField.INPUT_TOKENS);
        found = found != null ? found : negative(call, CallField.OUTPUT_TOKENS);
        found = found != null ? found : negative(call, CallField.CACHE_READ_INPUT_TOKENS);
        found = found != null ? found : negative(call, CallField.CACHE_WRITE_INPUT_TOKENS);
        found = found != null ? found : negative(call, CallField.CACHE_WRITE_1H_INPUT_TOKENS);
        found = found != null ? found : negative(call, CallField.REASONING_OUTPUT_TOKENS);
        found = found != null ? found : negative(call, CallField.AUDIO_INPUT_TOKENS);
        return found != null ? found : negative(call, CallField.AUDIO_OUTPUT_TOKENS);
    }

    private static @Nullable Negative negative(CallView call, CallField field) {
        long count = call.number(field);
        return count >= 0 || count == CallView.ABSENT
                ? null
                : new Negative(field.wireName(), count, field.wireName() + " = " + count + ": expected 0 or more");
    }

    private static long orZero(CallView call, CallField field) {
        long count = call.number(field);
        return count == CallView.ABSENT ? 0 : count;
    }

    /** Inclusive input counts. */
    record Inputs(long total, long read, long write, long write1h, long audio) {}

    /** Inclusive output counts. */
    record Outputs(long total, long reasoning, long audio) {}
}
