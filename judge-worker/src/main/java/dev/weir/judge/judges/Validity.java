package dev.weir.judge.judges;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether an output can be used at all: not blank, not cut off, JSON where JSON was asked for, no broken characters, no
 * loop. The first defect found is named; a sound output has none.
 */
final class Validity {

    /** What makes an output unusable. */
    enum Defect {
        EMPTY,
        TRUNCATED,
        NOT_JSON,
        BROKEN_CHARACTERS,
        REPEATS_ITSELF
    }

    private static final Set<String> CUT_OFF = Set.of("length", "max_tokens", "max_output_tokens", "model_length");
    private static final Pattern JSON_WANTED = Pattern.compile(
            "(?i)\\b(?:respond|reply|answer|return|output|produce|give|generate)\\b[^.\\n]{0,60}\\b(?:valid )?json\\b"
                    + "|\\b(?:only|valid|strict) json\\b|\\bjson (?:only|object|array)\\b");
    private static final Pattern MOJIBAKE =
            Pattern.compile("Ã[\\u0080-\\u00BF]|â€[\\u0080-\\u00FF™œ\\u201C\\u009D]|Â[\\u00A0-\\u00BF]");
    private static final Pattern FENCED = Pattern.compile("(?s)\\A\\s*```(?:json)?\\s*\\n(.*?)\\n?\\s*```\\s*\\z");
    private static final int MOJIBAKE_LIMIT = 2;
    private static final int LOOP_WORDS = 24;
    private static final double LOOP_SHARE = 0.6;
    private static final JsonFactory STRICT_JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Validity() {}

    static @Nullable Defect defect(String output, @Nullable String finishReason, String asked, boolean calledTools) {
        if (output.isBlank()) {
            return calledTools ? null : Defect.EMPTY;
        }
        if (finishReason != null && CUT_OFF.contains(finishReason.toLowerCase(Locale.ROOT))) {
            return Defect.TRUNCATED;
        }
        if (output.indexOf('\uFFFD') >= 0
                || MOJIBAKE.matcher(output).results().limit(MOJIBAKE_LIMIT).count() >= MOJIBAKE_LIMIT) {
            return Defect.BROKEN_CHARACTERS;
        }
        if (JSON_WANTED.matcher(asked).find() && !json(output)) {
            return Defect.NOT_JSON;
        }
        return repetition(output) >= LOOP_SHARE ? Defect.REPEATS_ITSELF : null;
    }

    /** Share of the output's word 4-grams that occurred before, 0 to 1; 0 for outputs below 24 words. */
    static double repetition(String output) {
        List<String> words = Words.normalised(output);
        if (words.size() < LOOP_WORDS) {
            return 0;
        }
        Map<List<String>, Boolean> seen = new HashMap<>();
        int repeats = 0;
        int grams = words.size() - 3;
        for (int i = 0; i < grams; i++) {
            if (seen.put(words.subList(i, i + 4), true) != null) {
                repeats++;
            }
        }
        return (double) repeats / grams;
    }

    /** True when the output is one JSON object or array, bare or in one code fence. */
    static boolean json(String output) {
        var fenced = FENCED.matcher(output);
        String body = fenced.matches() ? fenced.group(1) : output;
        try (JsonParser parser = STRICT_JSON.createParser(body)) {
            if (parser.nextToken() == null || !parser.currentToken().isStructStart()) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException malformed) {
            return false;
        }
    }
}
