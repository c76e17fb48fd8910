package dev.weir.schemas;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One spender: a user, a feature or a route of a tenant in one environment, or the tenant in that environment. Staging and
 * production are two spenders, so that a load test does not use up the budget of a user.
 *
 * <p>The text form joins the parts in their order by U+001F, which {@link #of} keeps out of them; it is the record key of
 * {@code weir.window-spend}, so that a spender stays in one partition, and the key of its state in every module.
 *
 * @param environment empty when the calls name none
 * @param name user id, or name of the feature, route or tenant
 */
public record SpenderKey(String tenant, String environment, Kind kind, String name) {

    private static final char SEPARATOR = '\u001F';

    /** What kind of spender. */
    public enum Kind {
        USER,
        FEATURE,
        ROUTE,
        TENANT;

        private final String wireName = name().toLowerCase(Locale.ROOT);

        /** Name in records, rules and parameters. */
        public String wireName() {
            return wireName;
        }

        /** The kind of a name; empty when there is none. */
        public static Optional<Kind> ofWireName(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.wireName.equals(name))
                    .findFirst();
        }

        /** All names, joined by comma and space, for messages. */
        public static String wireNames() {
            return Arrays.stream(values()).map(Kind::wireName).collect(Collectors.joining(", "));
        }
    }

    /** A spender in whatever environment, as a budget names it. */
    public record Named(String tenant, Kind kind, String name) {}

    /**
     * The key of a spender; control characters in its name and a leading {@code '~'} become {@code '_'}, and a name beyond
     * {@link TextLimit#NAME} is shortened.
     */
    public static SpenderKey of(String tenant, String environment, Kind kind, String name) {
        return new SpenderKey(tenant, environment, kind, clean(name));
    }

    /**
     * The spender of a text form.
     *
     * @throws IllegalArgumentException if the text has not four parts, or a kind that is none
     */
    public static SpenderKey parse(String text) {
        int a = text.indexOf(SEPARATOR);
        int b = text.indexOf(SEPARATOR, a + 1);
        int c = text.indexOf(SEPARATOR, b + 1);
        if (a < 0 || b < 0 || c < 0) {
            throw new IllegalArgumentException("spender key has not four parts");
        }
        String kind = text.substring(b + 1, c);
        return new SpenderKey(
                text.substring(0, a),
                text.substring(a + 1, b),
                Kind.ofWireName(kind)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "kind of spender = " + kind + ": expected one of " + Kind.wireNames())),
                text.substring(c + 1));
    }

    /**
     * The key that takes spenders of this kind beyond the cardinality limit.
     *
     * @param groupIsKnown whether tenant and environment stay; false: both become {@link SeriesKey#OTHER}
     * @param share which of several such keys
     */
    public SpenderKey other(boolean groupIsKnown, int share) {
        return new SpenderKey(
                groupIsKnown ? tenant : SeriesKey.OTHER,
                groupIsKnown ? environment : SeriesKey.OTHER,
                kind,
                SeriesKey.OTHER + "-" + share);
    }

    /** Whether this stands for all spenders beyond the cardinality limit that met in one partition. */
    public boolean isOther() {
        return name.startsWith("~");
    }

    /** Without the environment. */
    public Named named() {
        return new Named(tenant, kind, name);
    }

    /** Text form; {@link #parse} reads it back. */
    public String text() {
        return tenant + SEPARATOR + environment + SEPARATOR + kind.wireName() + SEPARATOR + name;
    }

    private static String clean(String name) {
        String cut = SeriesKey.clean(TextLimit.NAME.of(name));
        return cut.startsWith("~") ? "_" + cut.substring(1) : cut;
    }
}
