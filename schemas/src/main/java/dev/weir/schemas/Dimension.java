package dev.weir.schemas;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A property of a call that numbers are kept by. The order is that of the parts of a {@link SeriesKey}. */
public enum Dimension {
    /** Who the call was made for. */
    TENANT,
    /** Deployment environment, for example production. */
    ENVIRONMENT,
    /** What the application asked for, for example a feature or an endpoint. */
    ROUTE,
    /** Who answered, for example openai. */
    PROVIDER,
    /** The model that was asked for. */
    MODEL,
    /** Experiment variant, prompt version or service version, as configured. */
    VERSION;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Name in records, rules, parameters and labels. */
    public String wireName() {
        return wireName;
    }

    /** The dimension of a name; empty when there is none. */
    public static Optional<Dimension> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(dimension -> dimension.wireName.equals(name))
                .findFirst();
    }

    /** All names, joined by comma and space, for messages. */
    public static String wireNames() {
        return Arrays.stream(values()).map(Dimension::wireName).collect(Collectors.joining(", "));
    }
}
