package dev.weir.topology.price;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Reader of genai-prices' rules about names: {@code {or: [{equals: …}, {starts_with: …}]}}. */
final class GenAiClauses {

    private GenAiClauses() {}

    /** @throws IllegalArgumentException if the rule is not understood */
    static NameClause read(JsonNode node) {
        if (!node.isObject() || node.size() != 1) {
            throw new IllegalArgumentException("expected a rule of one key");
        }
        Map.Entry<String, JsonNode> only = node.properties().iterator().next();
        JsonNode value = only.getValue();
        return switch (only.getKey()) {
            case "equals" -> new NameClause.Text(NameClause.Text.Place.EQUALS, text(value));
            case "starts_with" -> new NameClause.Text(NameClause.Text.Place.STARTS_WITH, text(value));
            case "ends_with" -> new NameClause.Text(NameClause.Text.Place.ENDS_WITH, text(value));
            case "contains" -> new NameClause.Text(NameClause.Text.Place.CONTAINS, text(value));
            case "regex" -> new NameClause.Expression(expression(text(value)));
            case "or" -> new NameClause.Any(list(value));
            case "and" -> new NameClause.All(list(value));
            default -> throw new IllegalArgumentException("unknown rule " + only.getKey());
        };
    }

    /** The names that a rule gives in full. */
    static List<String> equal(NameClause clause) {
        if (clause instanceof NameClause.Text text && text.place() == NameClause.Text.Place.EQUALS) {
            return List.of(text.text());
        }
        return clause instanceof NameClause.Any any
                ? any.clauses().stream().flatMap(one -> equal(one).stream()).toList()
                : List.of();
    }

    /** What a rule says beside the names that it gives in full, which an index finds faster; empty where that is nothing. */
    static Optional<NameClause> beyondEqual(NameClause clause) {
        if (clause instanceof NameClause.Any any) {
            List<NameClause> rest = any.clauses().stream()
                    .flatMap(one -> beyondEqual(one).stream())
                    .toList();
            return rest.isEmpty() ? Optional.empty() : Optional.of(new NameClause.Any(rest));
        }
        return equal(clause).isEmpty() ? Optional.of(clause) : Optional.empty();
    }

    private static List<NameClause> list(JsonNode node) {
        List<NameClause> clauses = new ArrayList<>();
        node.forEach(one -> clauses.add(read(one)));
        if (clauses.isEmpty()) {
            throw new IllegalArgumentException("expected at least one rule");
        }
        return List.copyOf(clauses);
    }

    private static String text(JsonNode value) {
        return Stream.of(value)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected text"));
    }

    private static Pattern expression(String text) {
        try {
            return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("a regular expression", e);
        }
    }
}
