package dev.weir.alerting.rules;

import dev.weir.schemas.SeriesKey;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which series a rule watches: every part that is named has to match, the whole text, exactly or, after {@code ~}, as a
 * regular expression.
 */
public record Matcher(
        @Nullable Text tenant,
        @Nullable Text environment,
        @Nullable Text route,
        @Nullable Text provider,
        @Nullable Text model,
        @Nullable Text version) {

    /** Every series. */
    public static final Matcher ALL = new Matcher(null, null, null, null, null, null);

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

    /** Whether the rule watches the series. */
    public boolean matches(SeriesKey series) {
        return matches(tenant, series.tenant())
                && matches(environment, series.environment())
                && matches(route, series.route())
                && matches(provider, series.provider())
                && matches(model, series.model())
                && matches(version, series.version());
    }

    private static boolean matches(@Nullable Text text, String part) {
        return text == null || text.matches(part);
    }
}
