package dev.weir.topology.otlp.span;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a span, resource or event: names to values in the form of JSON, whatever form they came in. A name is a
 * plain text, whatever it contains. Of two values for one name the first counts; an empty value is none.
 */
public final class Attributes {

    /** No attributes at all. */
    public static final Attributes EMPTY = new Attributes(Collections.emptyMap());

    private final Map<String, JsonNode> values;

    private Attributes(Map<String, JsonNode> values) {
        this.values = values;
    }

    /** Attributes of a map, which must not change any more. */
    public static Attributes of(Map<String, JsonNode> values) {
        return values.isEmpty() ? EMPTY : new Attributes(values);
    }

    /** Value of a name; absent when there is none. */
    public @Nullable JsonNode get(String name) {
        return values.get(name);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** All names, in the order in which they came. */
    public Set<String> names() {
        return values.keySet();
    }

    /** Text of a value that is one: a string that is not blank, a number or a boolean; absent otherwise. */
    public @Nullable String text(String name) {
        return textOf(values.get(name));
    }

    /** Text of a value; absent when it is blank, structured or not there. */
    public static @Nullable String textOf(@Nullable JsonNode node) {
        if (node == null || !node.isValueNode() || node.isNull()) {
            return null;
        }
        String text = node.asText();
        return text.isBlank() ? null : text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Attributes that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The names only: values may be prompts. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }

    /** Attributes as they are read, up to a limit. Not thread-safe. */
    static final class Builder {
        private final Map<String, JsonNode> read = new LinkedHashMap<>();
        private final int most;
        private final Repairs repairs;

        Builder(int most, Repairs repairs) {
            this.most = most;
            this.repairs = repairs;
        }

        /** Whether no more are taken; the caller passes over the rest. */
        boolean isFull() {
            if (read.size() < most) {
                return false;
            }
            repairs.note(Repair.ATTRIBUTES_CUT);
            return true;
        }

        void add(@Nullable String name, @Nullable JsonNode value) {
            if (name != null && value != null && !value.isNull()) {
                read.putIfAbsent(name, value);
            }
        }

        Attributes build() {
            return of(read);
        }
    }
}
