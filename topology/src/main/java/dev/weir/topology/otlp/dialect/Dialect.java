package dev.weir.topology.otlp.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.avro.SpanKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attributes of one instrumentation: canonical fields to the ways of reading them, in order of precedence. */
final class Dialect {

    private final String name;
    private final Map<Field<?>, List<Entry<?>>> sources;
    private final List<String> marks;

    /**
     * One way of reading a field.
     *
     * @param needs attribute without which it gives nothing; absent: it has to be asked always
     */
    record Entry<T>(Source<T> source, @Nullable String needs) {}

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
    <T> List<Entry<T>> sources(Field<T> field) {
        return (List<Entry<T>>) (List<?>) sources.getOrDefault(field, List.of());
    }

    /** Beginnings of attribute names that only a span of an LLM application has. */
    List<String> marks() {
        return marks;
    }

    /** A table as it is written down. */
    static final class Builder {
        private final String name;
        private final Map<Field<?>, List<Entry<?>>> sources = new LinkedHashMap<>();
        private final List<String> marks = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        Builder marks(String... prefixes) {
            marks.addAll(List.of(prefixes));
            return this;
        }

        /** An attribute that names the kind; a name that is not in the map leaves it to the next dialect. */
        Builder kind(Map<String, SpanKind> kinds, String name) {
            return from(Field.KIND, name, span -> Kinds.in(kinds, span.text(name)));
        }

        /** Attributes of the span that hold the field as text. */
        Builder text(Field<String> field, String... names) {
            for (String attribute : names) {
                from(field, attribute, span -> span.text(attribute));
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
                from(field, attribute, span -> span.count(attribute));
            }
            return this;
        }

        /** Attributes that hold the field as a number. */
        Builder number(Field<Double> field, String... names) {
            for (String attribute : names) {
                from(field, attribute, span -> span.number(attribute));
            }
            return this;
        }

        /** Attributes that hold the field as a duration in another unit. */
        Builder duration(Field<Long> field, double nanosPerUnit, String... names) {
            for (String attribute : names) {
                from(field, attribute, span -> {
                    Double value = span.number(attribute);
                    return value == null ? null : Math.round(value * nanosPerUnit);
                });
            }
            return this;
        }

        /** Attributes that hold the field as JSON or its text. */
        Builder content(Field<JsonNode> field, String... names) {
            for (String attribute : names) {
                from(field, attribute, span -> span.json(attribute));
            }
            return this;
        }

        /** Any other way, after those given so far; it is asked of every span. */
        <T> Builder from(Field<T> field, Source<T> source) {
            return add(field, new Entry<>(source, null));
        }

        /** Any other way, after those given so far; it is asked of spans that have the attribute. */
        <T> Builder from(Field<T> field, String needs, Source<T> source) {
            return add(field, new Entry<>(source, needs));
        }

        private <T> Builder add(Field<T> field, Entry<T> entry) {
            sources.computeIfAbsent(field, key -> new ArrayList<>()).add(entry);
            return this;
        }

        Dialect build() {
            return new Dialect(this);
        }
    }
}
