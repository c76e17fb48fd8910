package dev.weir.app.http;

import dev.weir.app.config.Durations;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The query parameters of a request, each bounded. A parameter that is unknown, given twice, too long or not of its kind
 * is a bad request that says what was expected.
 */
public final class QueryParameters {

    private static final int LONGEST = 256;
    private static final long MICROS_FROM = 100_000_000_000_000L;
    private static final long MILLIS_FROM = 100_000_000_000L;

    private final Context context;

    /**
     * The parameters of a request.
     *
     * @param known every parameter that the resource understands
     */
    public QueryParameters(Context context, Set<String> known) {
        this.context = context;
        context.queryParamMap().forEach((name, values) -> {
            if (!known.contains(name)) {
                throw HttpException.badRequest(shortened(name) + ": expected only " + new TreeSet<>(known));
            }
            if (values.size() > 1) {
                throw HttpException.badRequest(name + ": expected once, given " + values.size() + " times");
            }
            if (values.get(0).length() > LONGEST) {
                throw HttpException.badRequest(
                        name + " of " + values.get(0).length() + " characters: expected at most " + LONGEST);
            }
        });
    }

    /** A text; empty when not given. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(context.queryParam(name));
    }

    /** A whole number within {@code [least, most]}. */
    public long number(String name, long fallback, long least, long most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw bad(name, text.get(), "a whole number from " + least + " to " + most);
        }
        throw bad(name, text.get(), "a whole number from " + least + " to " + most);
    }

    /** A duration within {@code [least, most]}. */
    public Duration duration(String name, Duration fallback, Duration least, Duration most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return fallback;
        }
        return Durations.parse(text.get())
                .filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0)
                .orElseThrow(() -> bad(
                        name,
                        text.get(),
                        "a duration from " + Durations.format(least) + " to " + Durations.format(most)));
    }

    /** A point in time: ISO-8601 with an offset, or seconds, milliseconds or microseconds since the epoch. */
    public Optional<Instant> instant(String name) {
        return text(name).map(text -> {
            try {
                return text.matches("\\d{1,18}")
                        ? ofEpoch(Long.parseLong(text))
                        : OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException e) {
                throw bad(name, text, "a time such as 2026-01-31T12:00:00Z, or seconds since the epoch");
            }
        });
    }

    /** One of an enum's constants, by its name in lower case. */
    public <E extends Enum<E>> E choice(String name, Class<E> type, E fallback) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return fallback;
        }
        Set<String> names = new TreeSet<>();
        for (E constant : type.getEnumConstants()) {
            String lower = constant.name().toLowerCase(Locale.ROOT);
            if (lower.equals(text.get())) {
                return constant;
            }
            names.add(lower);
        }
        throw bad(name, text.get(), "one of " + String.join(", ", names));
    }

    private static Instant ofEpoch(long number) {
        if (number >= MICROS_FROM) {
            return Instant.ofEpochSecond(number / 1_000_000, number % 1_000_000 * 1_000);
        }
        return number >= MILLIS_FROM ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
    }

    private static HttpException bad(String name, String value, String expected) {
        return HttpException.badRequest(name + " = " + value + ": expected " + expected);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
