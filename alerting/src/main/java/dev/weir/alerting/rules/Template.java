package dev.weir.alerting.rules;

import dev.weir.schemas.text.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Placeholders of annotations: {@code {{ $value }}}, {@code {{ $threshold }}}, {@code {{ $labels.route }}} and their like. */
public final class Template {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*(.*?)\\s*}}");
    private static final Pattern LABEL = Pattern.compile("\\$labels\\.([a-zA-Z_][a-zA-Z0-9_]*)");
    private static final Set<String> NUMBERS =
            Set.of("$value", "$threshold", "$baseline", "$ci_low", "$ci_high", "$n", "$unit");

    private Template() {}

    /**
     * What placeholders stand for.
     *
     * @param numbers by placeholder without the dollar sign; absent or null: unknown
     */
    public record Placeholders(Map<String, String> labels, Map<String, @Nullable String> numbers) {}

    /**
     * The text with every placeholder replaced; {@code unknown} where a number is, nothing for a label that is not there. The
     * text is the operator's, who may write a receiver's markup in it; what labels put into it is {@link Visible#inert}.
     */
    static String fill(String text, Placeholders values) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(value(match.group(1), values)));
    }

    /** Placeholders that mean nothing. */
    static List<String> unknown(String text) {
        List<String> unknown = new ArrayList<>();
        PLACEHOLDER
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .forEach(name -> {
                    if (!NUMBERS.contains(name) && !LABEL.matcher(name).matches()) {
                        unknown.add(name);
                    }
                });
        return unknown;
    }

    /** Labels that a text uses. */
    static List<String> labels(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(match -> LABEL.matcher(match.group(1)))
                .filter(java.util.regex.Matcher::matches)
                .map(label -> label.group(1))
                .toList();
    }

    private static String value(String name, Placeholders values) {
        java.util.regex.Matcher label = LABEL.matcher(name);
        if (label.matches()) {
            return Visible.inert(values.labels().getOrDefault(label.group(1), ""));
        }
        String number = values.numbers().get(name.substring(1));
        return number == null ? "unknown" : number;
    }
}
