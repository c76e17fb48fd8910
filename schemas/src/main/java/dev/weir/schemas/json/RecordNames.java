package dev.weir.schemas.json;

import static dev.weir.schemas.json.Shape.Property.always;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.weir.schemas.avro.Exemplar;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.json.SketchJson.Known;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * The table of what the schema of a record does not say about its JSON: names that differ, properties that are added,
 * arrays that become objects, and exact values that stand beside a sketch. Everything else follows from the schema.
 */
final class RecordNames {

    /** Suffix of fields in microseconds. */
    static final String MICROS = "_micros";
    /** Suffix of fields in nano-USD. */
    static final String NANO_USD = "_nano_usd";

    /** Names of records as JSON objects call them in {@code type}. */
    private static final Map<String, String> TYPES =
            Map.of("WindowStats", "window", "WindowQuality", "quality", "WindowSpend", "spend", "Alert", "alert");

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("WindowStats.window_start", "start"),
            Map.entry("WindowStats.window_end", "end"),
            Map.entry("WindowStats.refusals", "refusals_by_source"),
            Map.entry("WindowQuality.window_start", "start"),
            Map.entry("WindowQuality.window_end", "end"),
            Map.entry("WindowSpend.window_start", "start"),
            Map.entry("WindowSpend.window_end", "end"),
            Map.entry("EvaluatorQuality.evaluator_type", "type"),
            Map.entry("ObservedEvaluations.evaluator_id", "evaluator"),
            Map.entry("ObservedEvaluations.evaluator_type", "type"),
            Map.entry("Exemplar.value", "latency_ms"),
            Map.entry("Alert.rule_id", "alert"));

    /** Microseconds without the suffix; -1 stands for an unknown value. */
    private static final Set<String> MICROS_OR_UNKNOWN = Set.of("Exemplar.value");

    /** Arrays that become an object, and the field of their elements that is the key. */
    private static final Map<String, String> KEYED =
            Map.of("WindowQuality.evaluators", "evaluator_id", "EvaluatorQuality.dimensions", "dimension");

    private static final Map<String, Function<WindowStats, Known>> KNOWN = Map.of(
            "WindowStats.latency_micros", RecordNames::slowest,
            "WindowStats.input_tokens_per_call", window -> Known.sum(window.getInputTokens()),
            "WindowStats.output_tokens_per_call", window -> Known.sum(window.getOutputTokens()));

    /** A property that is made from other fields. */
    record Added(Shape.Property property, Function<SpecificRecord, JsonNode> value) {}

    private RecordNames() {}

    /** Properties before the fields of a record. */
    static List<Added> addedTo(String record) {
        String type = TYPES.get(record);
        if (type != null) {
            return List.of(new Added(
                    always("type", JsonType.constant(type), "Kind of the object."), ignored -> TextNode.valueOf(type)));
        }
        return record.equals("ObservedEvaluations")
                ? List.of(new Added(
                        always("weighted", JsonType.FLAG, "Always false: the inclusion probability is unknown."),
                        ignored -> BooleanNode.FALSE))
                : List.of();
    }

    /** Properties before one field. */
    static List<Added> addedBefore(String record, String field) {
        return switch (record + "." + field) {
            case "WindowStats.hard_errors" ->
                List.of(new Added(
                        always("errors", JsonType.WHOLE, "Hard and soft errors."),
                        one -> LongNode.valueOf(
                                stats(one).getHardErrors() + stats(one).getSoftErrors())));
            case "WindowStats.refusals" ->
                List.of(new Added(
                        always("refusals", JsonType.WHOLE, "Refused calls."),
                        one -> LongNode.valueOf(stats(one).getRefusals().values().stream()
                                .mapToLong(Long::longValue)
                                .sum())));
            default -> List.of();
        };
    }

    static String nameOf(String record, String field) {
        String named = NAMES.get(record + "." + field);
        if (named != null) {
            return named;
        }
        if (field.endsWith(NANO_USD)) {
            return field.substring(0, field.length() - NANO_USD.length()) + "_usd";
        }
        return field.endsWith(MICROS) ? field.substring(0, field.length() - MICROS.length()) + "_ms" : field;
    }

    static boolean isMicrosOrUnknown(String record, String field) {
        return MICROS_OR_UNKNOWN.contains(record + "." + field);
    }

    /** Field of the elements that is their key; empty: the array stays one. */
    static String keyOf(String record, String field) {
        return KEYED.getOrDefault(record + "." + field, "");
    }

    /** What finds the exact values that a record has beside a sketch. */
    static Function<SpecificRecord, Known> known(String record, String field) {
        Function<WindowStats, Known> known = KNOWN.get(record + "." + field);
        return known == null ? one -> Known.NOTHING : one -> known.apply(stats(one));
    }

    private static Known slowest(WindowStats window) {
        return new Known(window.getExemplars().stream()
                .filter(call -> call.getReason().equals("slow"))
                .map(Exemplar::getValue)
                .sorted(Comparator.reverseOrder())
                .toList());
    }

    private static WindowStats stats(SpecificRecord record) {
        return (WindowStats) record;
    }
}
