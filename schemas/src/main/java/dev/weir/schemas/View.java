package dev.weir.schemas;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a number is about: a set of dimensions that are kept apart; calls that differ in others are merged. The full set is
 * {@link #SERIES}; the empty one is the total of everything.
 *
 * @param dimensions kept apart; iterated in the order of {@link Dimension}
 */
public record View(Set<Dimension> dimensions) implements Comparable<View> {

    /** All dimensions: the finest view, which every other one is merged from. */
    public static final View SERIES = new View(EnumSet.allOf(Dimension.class));

    /** What a baseline is learnt on where a rule does not say: every dimension but the provider and the version. */
    public static final View BASELINE =
            new View(EnumSet.of(Dimension.TENANT, Dimension.ENVIRONMENT, Dimension.ROUTE, Dimension.MODEL));

    private static final String SEPARATOR = ",";

    /** A view. */
    public View {
        Set<Dimension> copy = EnumSet.noneOf(Dimension.class);
        copy.addAll(dimensions);
        dimensions = Collections.unmodifiableSet(copy);
    }

    /** The view of some dimensions. */
    public static View of(Dimension first, Dimension... rest) {
        return new View(EnumSet.of(first, rest));
    }

    /**
     * The view of dimensions by their names, in any order.
     *
     * @throws IllegalArgumentException if one is unknown or stands twice; the message names it
     */
    public static View ofNames(Collection<String> names) {
        Set<Dimension> dimensions = new TreeSet<>();
        for (String name : names) {
            Dimension dimension = Dimension.ofWireName(name)
                    .orElseThrow(
                            () -> new IllegalArgumentException(name + ": expected one of " + Dimension.wireNames()));
            if (!dimensions.add(dimension)) {
                throw new IllegalArgumentException(name + ": stands twice");
            }
        }
        return new View(dimensions);
    }

    /**
     * The view of a {@linkplain #wireName name}.
     *
     * @throws IllegalArgumentException as {@link #ofNames}
     */
    public static View parse(String wireName) {
        return wireName.isEmpty() ? new View(Set.of()) : ofNames(List.of(wireName.split(SEPARATOR, -1)));
    }

    /** Names of the dimensions in their order, joined by commas, for example {@code provider,model}; empty for the total. */
    public String wireName() {
        return dimensions.stream().map(Dimension::wireName).collect(Collectors.joining(SEPARATOR));
    }

    /** Whether all dimensions are kept apart. */
    public boolean isSeries() {
        return dimensions.size() == Dimension.values().length;
    }

    /** Whether a dimension is kept apart. */
    public boolean has(Dimension dimension) {
        return dimensions.contains(dimension);
    }

    /** Fewer dimensions first, then by name. */
    @Override
    public int compareTo(View other) {
        int bySize = Integer.compare(dimensions.size(), other.dimensions.size());
        return bySize != 0 ? bySize : wireName().compareTo(other.wireName());
    }

    @Override
    public String toString() {
        return wireName();
    }
}
