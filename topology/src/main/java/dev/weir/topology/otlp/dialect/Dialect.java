package dev.weir.topology.otlp.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The attributes of one instrumentation: canonical fields to the ways of reading them, in order of precedence. */
final class Dialect {

    private final String name;
    private final Map<Field<?>, List<Source<?>>> sources;
    private final List<String> marks;

    private Dialect(Builder builder) {
        this.name = builder.name;
        this.sources = builder.sources;
        this.marks = List.copyOf(builder.marks);
    }

    static Builder named(String name) {
        return new Builder(name);
    }

    String name() {
        return name;
    }

    /** The ways of reading a field, the preferred one first. */
    @SuppressWarnings("unchecked") // the builder only takes sources of the field's own type
    <T> List<Source<T>> sources(Field<T> field) {
        return (List<Source<T>>) (List<?>) sources.getOrDefault(field, List.of());
    }

    /** Beginnings of attribute names that only a span of an LLM application has. */
    List<String> marks() {
        return marks;
    }

    /** A table as it is written down. */
    static final class Builder {
        private final String name;
        private final Map<Field<?>, List<Source<?>>> sources = new LinkedHashMap<>();
        private final List<String> marks = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        Builder marks(String... prefixes) {
            marks.addAll(List.of(prefixes));
            return this;
        }

        /** Attributes of the span that hold the field as text. */
        Builder text(Field<String> field, String... names) {
            for (String attribute : names) {
                from(field, span -> span.text(attribute));
            }
            return this;
        }

        /** Attributes of the span, else of its resource, that hold the field as text. */
        Builder anywhere(Field<String> field, String... names) {
            for (String attribute : names) {
                from(field, span -> span.anywhere(attribute));
            }
            return this;
        }

        /** Attributes that hold the field as a whole number. */
        Builder count(Field<Long> field, String... names) {
            for (String attribute : names) {
                from(field, span -> span.count(attribute));
            }
            return this;
        }

        /** Attributes that hold the field as a number. */
        Builder number(Field<Double> field, String... names) {
            for (String attribute : names) {
                from(field, span -> span.number(attribute));
            }
            return this;
        }

        /** Attributes that hold the field as a duration in another unit. */
        Builder duration(Field<Long> field, double nanosPerUnit, String... names) {
            for (String attribute : names) {
                from(field, span -> {
                    Double value = span.number(attribute);
                    return value == null ? null : Math.round(value * nanosPerUnit);
                });
            }
            return this;
        }

        /** Attributes that hold the field as JSON or its text. */
        Builder content(Field<JsonNode> field, String... names) {
            for (String attribute : names) {
                from(field, span -> span.json(attribute));
            }
            return this;
        }

        /** Any other way, after those given so far. */
        <T> Builder from(Field<T> field, Source<T> source) {
            sources.computeIfAbsent(field, key -> new ArrayList<>()).add(source);
            return this;
        }

        Dialect build() {
            return new Dialect(this);
        }
    }
}
