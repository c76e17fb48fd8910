package dev.weir.topology.otlp.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.topology.otlp.span.Attributes;
import dev.weir.topology.otlp.span.Json;
import dev.weir.topology.otlp.span.Numbers;
import dev.weir.topology.otlp.span.Repairs;
import dev.weir.topology.otlp.span.Span;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One span while it is mapped: typed looks at its attributes, and what had to be repaired. Not thread-safe. */
public final class Reading {

    private final Span span;
    private final Repairs repairs;

    /** Attributes that hold JSON as text, parsed; what is no JSON stands for itself. */
    private final Map<String, JsonNode> parsed = new HashMap<>();

    private final BitSet answering;

    Reading(Span span, Repairs repairs, BitSet answering) {
        this.span = span;
        this.repairs = repairs;
        this.answering = answering;
    }

    /** Whether the span has what a source needs, by the source's number in its vocabulary. */
    boolean isAnswering(int source) {
        return answering.get(source);
    }

    public Span span() {
        return span;
    }

    public Attributes attributes() {
        return span.attributes();
    }

    public Repairs repairs() {
        return repairs;
    }

    public boolean has(String name) {
        return span.attributes().has(name);
    }

    /** Text of an attribute of the span. */
    public @Nullable String text(String name) {
        return span.attributes().text(name);
    }

    /** Text of an attribute of the span, else of its resource. */
    public @Nullable String anywhere(String name) {
        String own = span.attributes().text(name);
        return own != null ? own : span.resource().text(name);
    }

    /** Whole number of an attribute. */
    public @Nullable Long count(String name) {
        return Numbers.count(span.attributes().get(name), repairs);
    }

    /** Number of an attribute. */
    public @Nullable Double number(String name) {
        return Numbers.number(span.attributes().get(name), repairs);
    }

    /** Truth of an attribute: a boolean or its text. */
    public @Nullable Boolean flag(String name) {
        return Numbers.flag(span.attributes().get(name));
    }

    /** Value of an attribute, and where it is JSON as text what that holds; absent when the attribute is. */
    public @Nullable JsonNode json(String name) {
        JsonNode value = span.attributes().get(name);
        if (value == null || !value.isTextual() || !Json.looksLikeJson(value.textValue())) {
            return value;
        }
        return parsed.computeIfAbsent(name, key -> {
            JsonNode tree = Json.ofText(value.textValue());
            return tree == null ? value : tree;
        });
    }

    /** Object of an attribute; absent when it is none. */
    public @Nullable JsonNode object(String name) {
        JsonNode tree = json(name);
        return tree != null && tree.isObject() ? tree : null;
    }

    /** Whole number at a path of an attribute that is an object. */
    public @Nullable Long countAt(String name, String... path) {
        return Numbers.count(at(name, path), repairs);
    }

    /** Text at a path of an attribute that is an object. */
    public @Nullable String textAt(String name, String... path) {
        return Attributes.textOf(at(name, path));
    }

    /** Value at a path of an attribute that is an object. */
    public @Nullable JsonNode at(String name, String... path) {
        JsonNode node = object(name);
        for (int i = 0; i < path.length && node != null; i++) {
            node = node.get(path[i]);
        }
        return node;
    }
}
