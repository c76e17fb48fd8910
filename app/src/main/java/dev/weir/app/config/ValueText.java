package dev.weir.app.config;

import dev.weir.schemas.Secret;
import dev.weir.schemas.text.Durations;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values read from text and written as text. */
final class ValueText {

    private ValueText() {}

    /** The value of a text, or empty when it is none of this key's kind. Lists and maps take commas between parts. */
    static Optional<Object> parse(ConfigKey key, String text) {
        String value = text.strip();
        try {
            return switch (key.kind()) {
                case INT -> Optional.of(Integer.parseInt(value.replace("_", "")));
                case LONG -> Optional.of(Long.parseLong(value.replace("_", "")));
                case DOUBLE -> number(value).map(n -> n);
                case BOOLEAN -> truth(value).map(b -> b);
                case TEXT -> Optional.of(text);
                case SECRET -> Optional.of(new Secret(text));
                case DURATION -> Durations.parse(value).map(d -> d);
                case CHOICE -> choice(key.type(), value);
                case TEXT_LIST -> Optional.of(parts(value));
                case TEXT_MAP -> entries(value).map(m -> m);
                case NUMBER_MAP -> entries(value).flatMap(ValueText::numbers).map(m -> m);
                case SECTION -> Optional.empty();
            };
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** What a text for this key should have been. */
    static String expected(ConfigKey key) {
        return key.kind() == ValueKind.CHOICE
                ? key.kind().expected() + " " + String.join(", ", choices(key.type()))
                : key.kind().expected();
    }

    /** The text that {@link #parse} reads back; empty for an absent value, and masked for a secret. */
    static String format(ConfigKey key, @Nullable Object value) {
        if (value == null) {
            return "";
        }
        return switch (key.kind()) {
            case SECRET -> ((Secret) value).value().isEmpty() ? "" : Secret.MASK;
            case DURATION -> Durations.format((Duration) value);
            case CHOICE -> choiceName(value);
            case TEXT_LIST ->
                ((List<?>) value)
                        .stream()
                                .map(part -> Secrets.shown(key.name(), String.valueOf(part)))
                                .collect(Collectors.joining(","));
            case TEXT_MAP, NUMBER_MAP ->
                ((Map<?, ?>) value)
                        .entrySet().stream()
                                .map(e -> e.getKey() + "="
                                        + Secrets.shown(String.valueOf(e.getKey()), String.valueOf(e.getValue())))
                                .collect(Collectors.joining(","));
            case DOUBLE -> plain((Double) value);
            case TEXT -> Secrets.shown("", String.valueOf(value));
            case INT, LONG, BOOLEAN, SECTION -> String.valueOf(value);
        };
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    private static Optional<Double> number(String text) {
        double value = Double.parseDouble(text.replace("_", ""));
        return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    }

    private static Optional<Boolean> truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Object> choice(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> (Object) constant)
                .filter(constant -> choiceName(constant)
                        .equals(text.toLowerCase(Locale.ROOT).replace('-', '_')))
                .findFirst();
    }

    private static List<String> choices(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(ValueText::choiceName).toList();
    }

    private static String choiceName(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    private static List<String> parts(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static Optional<Map<String, String>> entries(String text) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (String part : parts(text)) {
            int equals = part.indexOf('=');
            if (equals <= 0) {
                return Optional.empty();
            }
            entries.put(
                    part.substring(0, equals).strip(),
                    part.substring(equals + 1).strip());
        }
        return Optional.of(entries);
    }

    private static Optional<Map<String, Double>> numbers(Map<String, String> entries) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            Optional<Double> value = number(entry.getValue());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            numbers.put(entry.getKey(), value.get());
        }
        return Optional.of(numbers);
    }
}
