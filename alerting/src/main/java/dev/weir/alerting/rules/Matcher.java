package dev.weir.alerting.rules;

import dev.weir.schemas.Dimension;
import dev.weir.schemas.SeriesKey;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of a view a rule watches: every part that is named has to match, the whole text, exactly or, after {@code ~}, as
 * a regular expression.
 *
 * @param texts by dimension; a dimension without one matches whatever it is
 */
public record Matcher(Map<Dimension, Text> texts) {

    /** Every key. */
    public static final Matcher ALL = new Matcher(Map.of());

    public Matcher {
        texts = Map.copyOf(texts);
    }

    /** A text that a part is compared with. */
    public sealed interface Text {

        /** Whether a part matches. */
        boolean matches(String part);

        /**
         * The comparison a rules file writes.
         *
         * @throws java.util.regex.PatternSyntaxException if the text after {@code ~} is no regular expression
         */
        static Text of(String text) {
            return text.startsWith("~") ? new Expression(Pattern.compile(text.substring(1))) : new Exact(text);
        }
    }

    /** The very text. */
    record Exact(String text) implements Text {
        @Override
        public boolean matches(String part) {
            return text.equals(part);
        }
    }

    /** A regular expression for the whole part. */
    record Expression(Pattern pattern) implements Text {
        @Override
        public boolean matches(String part) {
            return pattern.matcher(part).matches();
        }
    }

    /** Whether the rule watches the key. */
    public boolean matches(SeriesKey key) {
        return texts.entrySet().stream().allMatch(text -> text.getValue().matches(key.part(text.getKey())));
    }

    static boolean matches(@Nullable Text text, String part) {
        return text == null || text.matches(part);
    }
}
