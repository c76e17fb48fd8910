package dev.weir.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.weir.schemas.registry.EmbeddedRegistry.Answer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The forms of the Confluent REST API: what a path is made of, and what an answer or an error looks like. */
final class ConfluentAnswers {

    private ConfluentAnswers() {}

    /** The segments of a path without its query, percent-escapes decoded; empty when a {@code %} escapes nothing. */
    static Optional<List<String>> segments(String path) {
        int query = path.indexOf('?');
        String plain = query < 0 ? path : path.substring(0, query);
        try {
            return Optional.of(Arrays.stream(plain.split("/"))
                    .filter(part -> !part.isEmpty())
                    .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .toList());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Answer ok(JsonNode body) {
        return new Answer(200, body.toString());
    }

    static Answer notFound() {
        return error(404, 404, "HTTP 404 Not Found");
    }

    static Answer subjectNotFound(String subject) {
        return error(404, 40401, "Subject '" + subject + "' not found.");
    }

    static Answer versionNotFound(int version) {
        return error(404, 40402, "Version " + version + " not found.");
    }

    static Answer invalidVersion(String version) {
        return error(
                422,
                42202,
                "The specified version '" + version + "' is not a valid version id. Allowed values are between "
                        + "[1, 2^31-1] and the string \"latest\"");
    }

    /** The number of a version among so many; 0 or less where the text names none. */
    static int version(String text, int newest) {
        return text.equals("latest") || text.equals("-1") ? newest : number(text);
    }

    /** A positive number; -1 where the text is none. */
    static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    static Answer error(int status, int code, String message) {
        return new Answer(
                status,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("error_code", code)
                        .put("message", message)
                        .toString());
    }
}
