package dev.weir.app.config;

import java.lang.reflect.RecordComponent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A key that a source may set: the path of a record component, in snake_case.
 *
 * @param name {@code section.name}, deeper for nested records
 * @param kind how its text is read
 * @param type the component's own type; the enum of a {@link ValueKind#CHOICE}
 * @param fallback value when no source sets it
 * @param meaning what it means, in one line; empty when nobody has written it
 */
record ConfigKey(
        String name,
        ValueKind kind,
        Class<?> type,
        @Nullable Object fallback,
        String meaning) {

    /** Name of the environment variable that sets it. */
    String variable() {
        return "WEIR_" + name.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** The name of a component in snake_case: {@code bootstrapServers} is {@code bootstrap_servers}. */
    static String snakeCase(RecordComponent component) {
        return component
                .getName()
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
