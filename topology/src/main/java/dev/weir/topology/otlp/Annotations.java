package dev.weir.topology.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.topology.otlp.Evaluations.Target;
import dev.weir.topology.otlp.span.Attributes;
import dev.weir.topology.otlp.span.Json;
import dev.weir.topology.otlp.span.MalformedException;
import dev.weir.topology.otlp.span.Numbers;
import dev.weir.topology.otlp.span.Repairs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Evaluations under OpenInference's names: {@code annotations.N.annotation.*} on the span that is judged, {@code
 * evaluations.N.evaluation.*} on a span of its own with one link to the one that is, and the first form of both, {@code
 * annotation.*} without an index. Source: its specification of annotations and evaluations.
 */
final class Annotations {

    private static final int MOST = 100;

    private Annotations() {}

    /** The results under a prefix, each with its fields by name; the form without an index is one result. */
    static List<Map<String, JsonNode>> under(Attributes attributes, String list, String prefix) {
        SortedMap<String, Map<String, JsonNode>> found = new TreeMap<>();
        for (String name : attributes.names()) {
            int at = name.startsWith(prefix) ? 0 : name.startsWith(list) ? name.indexOf("." + prefix) + 1 : -1;
            JsonNode value = attributes.get(name);
            if (value != null && (at > 0 || (at == 0 && name.startsWith(prefix))) && found.size() < MOST) {
                found.computeIfAbsent(name.substring(0, at), key -> new TreeMap<>())
                        .put(name.substring(at + prefix.length()), value);
            }
        }
        return new ArrayList<>(found.values());
    }

    /**
     * The evaluation of one result.
     *
     * @throws MalformedException if it is none; names the field
     */
    static Evaluation of(Map<String, JsonNode> fields, Target target, Repairs repairs) throws MalformedException {
        String name = Attributes.textOf(fields.get("name"));
        if (name == null) {
            throw new MalformedException(
                    "annotation.name", "annotation.name is absent: expected the name of what was evaluated");
        }
        Double value = Numbers.number(fields.get("score"), repairs);
        String label = Attributes.textOf(fields.get("label"));
        if (value == null && label == null) {
            throw new MalformedException(
                    "annotation.score", "annotation.score and annotation.label are absent: expected one of them");
        }
        Instant time = target.check();
        JsonNode metadata = metadata(fields.get("metadata"));
        return new Evaluation(
                name,
                value,
                label,
                firstText(fields.get("identifier"), metadata, "evaluator"),
                firstText(null, metadata, "evaluator_version", "version"),
                Evaluations.type(Attributes.textOf(fields.get("annotator_kind"))),
                target.traceId(),
                target.spanId(),
                target.responseId(),
                time,
                null,
                Evaluations.explanation(Attributes.textOf(fields.get("explanation")), repairs),
                Evaluations.inclusion(metadata == null ? null : metadata.get("inclusion_probability"), repairs));
    }

    private static @Nullable JsonNode metadata(@Nullable JsonNode given) {
        JsonNode tree = given != null && given.isTextual() ? Json.ofText(given.textValue()) : given;
        return tree != null && tree.isObject() ? tree : null;
    }

    private static @Nullable String firstText(@Nullable JsonNode own, @Nullable JsonNode metadata, String... keys) {
        String text = Attributes.textOf(own);
        for (int i = 0; i < keys.length && text == null && metadata != null; i++) {
            text = Attributes.textOf(metadata.get(keys[i]));
        }
        return text;
    }
}
