package dev.weir.topology.otlp;

import dev.weir.schemas.NumberLimit;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.otlp.dialect.Field;
import dev.weir.topology.otlp.dialect.Reading;
import dev.weir.topology.otlp.dialect.Vocabulary;
import dev.weir.topology.otlp.span.Repair;
import dev.weir.topology.otlp.span.Repairs;
import org.jspecify.annotations.Nullable;

/**
 * The token counts of a span in the canonical convention: input holds what was cached or written to a cache, output holds
 * reasoning. Parts that do not fit into their whole show a source that counts them beside it, and so does a total that only adds
 * up that way; then they are added. What fits in no reading is left out. Every such change is noted. Not thread-safe.
 */
final class Usage {

    private final Repairs repairs;
    private @Nullable Long input;
    private @Nullable Long output;
    private final @Nullable Long total;
    private final @Nullable Long cacheRead;
    private @Nullable Long cacheWrite;
    private @Nullable Long cacheWrite1h;
    private final @Nullable Long reasoning;
    private @Nullable Long audioInput;
    private @Nullable Long audioOutput;

    private Usage(Reading span, Vocabulary vocabulary) {
        repairs = span.repairs();
        input = count(span, vocabulary, Field.INPUT_TOKENS);
        output = count(span, vocabulary, Field.OUTPUT_TOKENS);
        total = count(span, vocabulary, Field.TOTAL_TOKENS);
        cacheRead = count(span, vocabulary, Field.CACHE_READ_TOKENS);
        cacheWrite = count(span, vocabulary, Field.CACHE_WRITE_TOKENS);
        cacheWrite1h = count(span, vocabulary, Field.CACHE_WRITE_1H_TOKENS);
        reasoning = count(span, vocabulary, Field.REASONING_TOKENS);
        audioInput = count(span, vocabulary, Field.AUDIO_INPUT_TOKENS);
        audioOutput = count(span, vocabulary, Field.AUDIO_OUTPUT_TOKENS);
    }

    /** The counts of a model call, repaired. */
    static Usage of(Reading span, Vocabulary vocabulary, SpanKind kind) {
        if (vocabulary.isDisputed(Field.INPUT_TOKENS, span) || vocabulary.isDisputed(Field.OUTPUT_TOKENS, span)) {
            span.repairs().note(Repair.DIALECTS_DISAGREE);
        }
        Usage usage = new Usage(span, vocabulary);
        if (usage.input == null && kind == SpanKind.EMBEDDING) {
            usage.input = usage.total;
        }
        usage.fitCacheWrites();
        usage.fitWholes();
        usage.fitAudio();
        return usage;
    }

    /** Whether a span says anything of tokens. */
    static boolean isGiven(Reading span, Vocabulary vocabulary) {
        return vocabulary.first(Field.INPUT_TOKENS, span) != null
                || vocabulary.first(Field.OUTPUT_TOKENS, span) != null;
    }

    void writeTo(TraceEvent event) {
        event.setInputTokens(input);
        event.setOutputTokens(output);
        event.setCacheReadInputTokens(cacheRead);
        event.setCacheWriteInputTokens(cacheWrite);
        event.setCacheWrite1hInputTokens(cacheWrite1h);
        event.setReasoningOutputTokens(reasoning);
        event.setAudioInputTokens(audioInput);
        event.setAudioOutputTokens(audioOutput);
    }

    /** Writes that nothing was used, which is what a provider bills for an answer out of a proxy's cache. */
    static void writeNothing(TraceEvent event) {
        event.setInputTokens(0L);
        event.setOutputTokens(0L);
    }

    private @Nullable Long count(Reading span, Vocabulary vocabulary, Field<Long> field) {
        Long count = vocabulary.first(field, span);
        if (count != null && count < 0) {
            repairs.note(Repair.NEGATIVE_COUNT);
            return null;
        }
        if (count != null && count > NumberLimit.MOST_TOKENS) {
            repairs.note(Repair.UNREADABLE_NUMBER);
            return null;
        }
        return count;
    }

    private void fitCacheWrites() {
        if (cacheWrite1h == null) {
            return;
        }
        if (cacheWrite == null) {
            cacheWrite = cacheWrite1h;
        } else if (cacheWrite1h > cacheWrite) {
            repairs.note(Repair.TOKEN_PART_DROPPED);
            cacheWrite1h = null;
        }
    }

    private void fitWholes() {
        long cached = orZero(cacheRead) + orZero(cacheWrite);
        long reasoned = orZero(reasoning);
        boolean besideInput = input != null && cached > input;
        boolean besideOutput = output != null && reasoned > output;
        if (total != null && input != null && output != null) {
            for (int way = 0; way < 4; way++) { // inclusive first, then what the total may mean beside it
                long in = besideInput || (way & 1) != 0 ? cached : 0;
                long out = besideOutput || (way & 2) != 0 ? reasoned : 0;
                if (input + in + output + out == total) {
                    besideInput = in > 0;
                    besideOutput = out > 0;
                    break;
                }
            }
        }
        if (besideInput && input != null) {
            repairs.note(Repair.EXCLUSIVE_USAGE_REPAIRED);
            input += cached;
        }
        if (besideOutput && output != null) {
            repairs.note(Repair.EXCLUSIVE_REASONING_REPAIRED);
            output += reasoned;
        }
    }

    private void fitAudio() {
        if (input != null && orZero(audioInput) > input) {
            repairs.note(Repair.TOKEN_PART_DROPPED);
            audioInput = null;
        }
        if (output != null && orZero(audioOutput) + orZero(reasoning) > output) {
            repairs.note(Repair.TOKEN_PART_DROPPED);
            audioOutput = null;
        }
    }

    private static long orZero(@Nullable Long count) {
        return count == null ? 0 : count;
    }
}
