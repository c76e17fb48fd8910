package dev.weir.schemas.text;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 250ms}, {@code 90s}, {@code 1h30m}, {@code 7d}, {@code 2w}, {@code PT5M}, {@code 0}.
 * The same in configuration, rules and options.
 */
public final class Durations {

    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7));
    private static final Pattern PART = Pattern.compile("(\\d{1,15})(ms|s|m|h|d|w)");
    private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");

    private static final Duration LONGEST = Duration.ofDays(3_652_425);

    private Durations() {}

    /** The duration of a text; empty when it is none, or one of more than 10,000 years. Only the ISO form can be negative. */
    public static Optional<Duration> parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        try {
            if (lower.startsWith("p") || lower.startsWith("-p")) {
                return Optional.of(Duration.parse(lower));
            }
            if (!WHOLE.matcher(lower).matches()) {
                return Optional.empty();
            }
            Duration sum = Duration.ZERO;
            Matcher part = PART.matcher(lower);
            while (part.find()) {
                Duration unit = UNITS.getOrDefault(part.group(2), Duration.ZERO);
                sum = sum.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
            }
            return sum.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(sum);
        } catch (DateTimeParseException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** The shortest form in one unit that {@link #parse} reads back; weeks are given in days. */
    public static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        TreeMap<Duration, String> byLength = new TreeMap<>();
        UNITS.forEach((name, unit) -> byLength.put(unit, name));
        byLength.remove(Duration.ofDays(7));
        for (Map.Entry<Duration, String> unit : byLength.descendingMap().entrySet()) {
            long count = duration.dividedBy(unit.getKey());
            if (count > 0 && unit.getKey().multipliedBy(count).equals(duration)) {
                return count + unit.getValue();
            }
        }
        return duration.toString();
    }
}
