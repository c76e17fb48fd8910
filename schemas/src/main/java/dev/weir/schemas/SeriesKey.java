package dev.weir.schemas;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a window is about: one value for each {@link Dimension}. In a {@link View} the dimensions that are merged have the
 * value {@link #ALL}, so a key says which view it belongs to.
 *
 * <p>The text form joins the parts by U+001F, which {@link #of} keeps out of them; it is the record key of the
 * window topics, so that a series stays in one partition. Immutable; the text form and the hash are made once. No record,
 * because a record has no place for them.
 */
public final class SeriesKey implements Comparable<SeriesKey> {

    /** Name that takes what is beyond a cardinality limit; no name that a producer gives begins with {@code '~'}. */
    public static final String OTHER = "~other";

    /** Stands for every value of a dimension that is merged. */
    public static final String ALL = "~all";

    private static final char SEPARATOR = '\u001F';
    private static final Dimension[] DIMENSIONS = Dimension.values();

    private final String[] parts;
    private final int hash;

    /** Made when first asked for; two threads at once make equal ones. */
    private @Nullable String text;

    private SeriesKey(String[] parts) {
        this.parts = parts;
        this.hash = Arrays.hashCode(parts);
    }

    /** Series key of parts that are known to be clean, in the order of {@link Dimension}. */
    public SeriesKey(String tenant, String environment, String route, String provider, String model, String version) {
        this(new String[] {tenant, environment, route, provider, model, version});
    }

    /**
     * Series key of parts, in the order of {@link Dimension}; control characters in them become {@code '_'}, and parts
     * beyond {@link TextLimit#NAME} are shortened.
     */
    public static SeriesKey of(
            String tenant, String environment, String route, String provider, String model, String version) {
        return new SeriesKey(part(tenant), part(environment), part(route), part(provider), part(model), part(version));
    }

    /**
     * The series that a record is about; its parts become what {@link #of(String, String, String, String, String, String)}
     * makes of them.
     *
     * @param record with a text field named as each {@link Dimension}
     * @throws IllegalArgumentException if it lacks one
     */
    public static SeriesKey of(IndexedRecord record) {
        String[] parts = new String[DIMENSIONS.length];
        for (Dimension dimension : DIMENSIONS) {
            parts[dimension.ordinal()] = part(String.valueOf(record.get(position(record, dimension))));
        }
        return new SeriesKey(parts);
    }

    /**
     * Makes a record be about this series.
     *
     * @param record as {@link #of(IndexedRecord)} takes it
     * @throws IllegalArgumentException if it lacks a field
     */
    public void writeTo(IndexedRecord record) {
        for (Dimension dimension : DIMENSIONS) {
            record.put(position(record, dimension), part(dimension));
        }
    }

    private static int position(IndexedRecord record, Dimension dimension) {
        Schema.Field field = record.getSchema().getField(dimension.wireName());
        if (field == null) {
            throw new IllegalArgumentException(
                    record.getSchema().getName() + " has no field " + dimension.wireName() + ": expected one");
        }
        return field.pos();
    }

    /** Tenant of a text form, without parsing the rest. */
    public static String tenantOf(String text) {
        return text.substring(0, text.indexOf(SEPARATOR));
    }

    /**
     * The key that takes what is beyond a cardinality limit, in this key's view: the dimensions that are kept apart become
     * {@link #OTHER}, and the last of them says which share.
     *
     * @param tenantIsKnown whether the tenant is within its own limit and stays; false: it becomes {@link #OTHER} too
     * @param share which of several such keys
     */
    public SeriesKey other(boolean tenantIsKnown, int share) {
        String[] other = parts.clone();
        int last = -1;
        boolean saysOther = false;
        for (int i = tenantIsKnown ? 1 : 0; i < other.length; i++) {
            if (!parts[i].equals(ALL)) {
                saysOther |= last >= 0;
                other[i] = OTHER;
                last = i;
            }
        }
        if (last >= 0) {
            other[last] = (saysOther ? "~" : OTHER) + share;
        }
        return new SeriesKey(other);
    }

    /** Value of a dimension; {@link #ALL} where it is merged. */
    public String part(Dimension dimension) {
        return parts[dimension.ordinal()];
    }

    public String tenant() {
        return parts[Dimension.TENANT.ordinal()];
    }

    /** Empty when the calls have none. */
    public String environment() {
        return parts[Dimension.ENVIRONMENT.ordinal()];
    }

    public String route() {
        return parts[Dimension.ROUTE.ordinal()];
    }

    /** Empty when the calls have none. */
    public String provider() {
        return parts[Dimension.PROVIDER.ordinal()];
    }

    public String model() {
        return parts[Dimension.MODEL.ordinal()];
    }

    /** Empty when the calls have none. */
    public String version() {
        return parts[Dimension.VERSION.ordinal()];
    }

    /** The key of what this one is merged into in a view: dimensions that the view merges become {@link #ALL}. */
    public SeriesKey in(View view) {
        if (view.isSeries()) {
            return this;
        }
        String[] merged = parts.clone();
        for (Dimension dimension : DIMENSIONS) {
            if (!view.has(dimension)) {
                merged[dimension.ordinal()] = ALL;
            }
        }
        return new SeriesKey(merged);
    }

    /** The view that the key belongs to. */
    public View view() {
        Set<Dimension> kept = EnumSet.noneOf(Dimension.class);
        for (Dimension dimension : DIMENSIONS) {
            if (!parts[dimension.ordinal()].equals(ALL)) {
                kept.add(dimension);
            }
        }
        return new View(kept);
    }

    /** Whether no dimension is merged: the key of a series, not of a coarser view. */
    public boolean isSeries() {
        for (String part : parts) {
            if (part.equals(ALL)) {
                return false;
            }
        }
        return true;
    }

    /** Text form; {@link #parse} reads it back. */
    public String text() {
        String made = text;
        if (made == null) {
            made = String.join(String.valueOf(SEPARATOR), parts);
            text = made;
        }
        return made;
    }

    /**
     * The series of a text form.
     *
     * @throws IllegalArgumentException if the text has not one part for each dimension
     */
    public static SeriesKey parse(String text) {
        String[] parts = new String[DIMENSIONS.length];
        int from = 0;
        for (int i = 0; i < parts.length; i++) {
            int to = text.indexOf(SEPARATOR, from);
            if (to < 0 != (i == parts.length - 1)) {
                throw new IllegalArgumentException("series key has not " + parts.length + " parts");
            }
            parts[i] = text.substring(from, to < 0 ? text.length() : to);
            from = to + 1;
        }
        return new SeriesKey(parts);
    }

    @Override
    public int compareTo(SeriesKey other) {
        return Arrays.compare(parts, other.parts);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof SeriesKey key && hash == key.hash && Arrays.equals(parts, key.parts));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("SeriesKey[");
        for (Dimension dimension : DIMENSIONS) {
            text.append(dimension == DIMENSIONS[0] ? "" : ", ")
                    .append(dimension.wireName())
                    .append('=')
                    .append(part(dimension));
        }
        return text.append(']').toString();
    }

    private static String part(String given) {
        return clean(TextLimit.NAME.of(given));
    }

    /** A name without control characters, which become {@code '_'}. */
    static String clean(String part) {
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
