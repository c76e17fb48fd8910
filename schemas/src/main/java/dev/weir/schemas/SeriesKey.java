package dev.weir.schemas;

import java.util.Comparator;

/**
 * What a window is about: one tenant's calls on one route to one model in one version.
 *
 * <p>The text form joins the four parts by U+001F, which {@link #of} keeps out of them; it is the record key of the
 * window topics, so that a series stays in one partition.
 *
 * @param version empty when the calls have none
 */
public record SeriesKey(String tenant, String route, String model, String version) implements Comparable<SeriesKey> {

    private static final char SEPARATOR = '\u001F';
    private static final Comparator<SeriesKey> ORDER = Comparator.comparing(SeriesKey::tenant)
            .thenComparing(SeriesKey::route)
            .thenComparing(SeriesKey::model)
            .thenComparing(SeriesKey::version);

    /** Series key of four parts; control characters in them become {@code '_'}. */
    public static SeriesKey of(String tenant, String route, String model, String version) {
        return new SeriesKey(clean(tenant), clean(route), clean(model), clean(version));
    }

    /** Name that takes what is beyond a cap on names; no name that a producer gives begins with {@code '~'}. */
    public static final String OTHER = "~other";

    /** Tenant of a text form, without parsing the rest. */
    public static String tenantOf(String text) {
        return text.substring(0, text.indexOf(SEPARATOR));
    }

    /**
     * The series that takes what is beyond the cap of a tenant.
     *
     * @param share which of several such series of the tenant; stands as the version
     */
    public static SeriesKey other(String tenant, int share) {
        return new SeriesKey(tenant, OTHER, OTHER, "~" + share);
    }

    /** Text form; {@link #parse} reads it back. */
    public String text() {
        return tenant + SEPARATOR + route + SEPARATOR + model + SEPARATOR + version;
    }

    /**
     * The series of a text form.
     *
     * @throws IllegalArgumentException if the text has not four parts
     */
    public static SeriesKey parse(String text) {
        int a = text.indexOf(SEPARATOR);
        int b = text.indexOf(SEPARATOR, a + 1);
        int c = text.indexOf(SEPARATOR, b + 1);
        if (a < 0 || b < 0 || c < 0 || text.indexOf(SEPARATOR, c + 1) >= 0) {
            throw new IllegalArgumentException("series key has not four parts");
        }
        return new SeriesKey(
                text.substring(0, a), text.substring(a + 1, b), text.substring(b + 1, c), text.substring(c + 1));
    }

    @Override
    public int compareTo(SeriesKey other) {
        return ORDER.compare(this, other);
    }

    private static String clean(String part) {
        for (int i = 0; i < part.length(); i++) {
            if (Character.isISOControl(part.charAt(i))) {
                return part.codePoints()
                        .map(c -> Character.isISOControl(c) ? '_' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return part;
    }
}
