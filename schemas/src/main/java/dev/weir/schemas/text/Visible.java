package dev.weir.schemas.text;

import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Text from outside as people are shown it. A character that cannot be seen, or that steers a terminal or the direction of
 * writing, becomes its UTF-16 escape, such as <code>&#92;u202E</code>; in JSON this is the same text. Whatever has been
 * escaped once stays as it is. Linear in the length; a text without such characters is returned itself.
 */
public final class Visible {

    /** Letters without a shape that are neither control nor format characters: joiner, fillers, Khmer and Mongolian signs. */
    private static final String SHAPELESS = "\u034F\u115F\u1160\u17B4\u17B5\u180B\u180C\u180D\u180F\u2800\u3164\uFFA0";

    /** What opens a mention, a link or an element where chat tools and pages read markup, but no comparison. */
    private static final Pattern OPENING = Pattern.compile("<(?=[!@#/\\p{Alpha}])");

    private static final Pattern LINK = Pattern.compile("\\]\\(");
    private static final Pattern MENTION = Pattern.compile("(?i)(?<!\\w)@(?=(?:channel|here|everyone|all)\\b)");

    private Visible() {}

    /** One line: line breaks and tabs are escaped too. */
    public static String of(String text) {
        return escaped(text, Visible::isHidden);
    }

    /** Lines: line feeds and tabs stay. */
    public static String lines(String text) {
        return escaped(text, point -> point != '\n' && point != '\t' && isHidden(point));
    }

    /**
     * One line that means nothing to a receiver that reads markup: no mention ({@code <!channel>}, {@code @here}), no link
     * and no element begins in it. Comparisons such as {@code < 5} stay.
     */
    public static String inert(String text) {
        String shown = of(text);
        if (shown.indexOf('<') >= 0) {
            shown = OPENING.matcher(shown).replaceAll("\\\\u003C");
        }
        if (shown.indexOf('@') >= 0) {
            shown = MENTION.matcher(shown).replaceAll("\\\\u0040");
        }
        return shown.contains("](") ? LINK.matcher(shown).replaceAll("]\\\\u0028") : shown;
    }

    private static String escaped(String text, IntPredicate hidden) {
        if (text.codePoints().noneMatch(hidden)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (hidden.test(point)) {
                for (char unit : Character.toChars(point)) {
                    shown.append(String.format("\\u%04X", (int) unit));
                }
            } else {
                shown.appendCodePoint(point);
            }
        });
        return shown.toString();
    }

    private static boolean isHidden(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> SHAPELESS.indexOf(point) >= 0;
        };
    }
}
