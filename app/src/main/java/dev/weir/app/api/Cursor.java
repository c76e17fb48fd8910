package dev.weir.app.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a page ends: the question, the range it was resolved to, and the last row. Its text is for the server alone.
 *
 * @param question the other parameters
 * @param from start of the range in milliseconds; 0 where the route has none
 * @param to end of the range in milliseconds; 0 where the route has none
 */
record Cursor(String question, long from, long to, Last last) {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /**
     * The last row of a page.
     *
     * @param values of the columns that the rows are sorted by
     */
    record Last(String id, List<JsonNode> values) {}

    /** The parameters that make a question, as one text. */
    static String questionOf(Map<String, String> parameters) {
        Map<String, String> others = new TreeMap<>(parameters);
        others.keySet()
                .removeAll(
                        List.of(ApiParameters.CURSOR.name(), ApiParameters.LIMIT.name(), ApiParameters.FORMAT.name()));
        return Integer.toHexString(others.toString().hashCode());
    }

    String text() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("q", question)
                .put("f", from)
                .put("t", to)
                .put("i", last.id());
        ArrayNode values = json.putArray("v");
        last.values().forEach(value -> values.add(value.isMissingNode() ? values.nullNode() : value));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The cursor of a text.
     *
     * @param values how many columns the rows are sorted by
     * @return empty if it is none
     */
    static Optional<Cursor> parse(String text, int values) {
        try {
            JsonNode json = MAPPER.readTree(Base64.getUrlDecoder().decode(text));
            List<JsonNode> last = new ArrayList<>();
            json.path("v").forEach(value -> last.add(value.isNull() ? MissingNode.getInstance() : value));
            boolean isCursor = json.path("q").isTextual()
                    && json.path("f").canConvertToLong()
                    && json.path("t").canConvertToLong()
                    && json.path("i").isTextual()
                    && last.size() == values;
            return isCursor
                    ? Optional.of(new Cursor(
                            json.path("q").asText(),
                            json.path("f").asLong(),
                            json.path("t").asLong(),
                            new Last(json.path("i").asText(), last)))
                    : Optional.empty();
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return Optional.empty();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
