package dev.weir.judge.judges;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.weir.schemas.TextLimit;
import dev.weir.schemas.avro.Judgement;
import dev.weir.schemas.avro.Scale;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model's grade, read strictly: one flat JSON object with exactly the rubric's fields, each once, every grade an
 * integer literal from 1 to 10, the ticket of this very call, nothing before or after. Anything else is refused; no
 * number is ever guessed from a reply. The ticket refuses a grade that was written beforehand into a graded text.
 *
 * @param grades by dimension, in the rubric's order
 * @param rationale at most 2,000 characters, untrusted
 */
record RubricReply(Map<String, Integer> grades, String rationale) {

    /** A reply that is no grade; the reason names what is wrong, never the reply's text. */
    static final class MalformedReplyException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedReplyException(String reason) {
            super(reason);
        }
    }

    private static final int MOST_REPLY = 16_384;
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** The grade in a reply. */
    static RubricReply parse(String reply, String ticket) throws MalformedReplyException {
        if (reply.length() > MOST_REPLY) {
            throw new MalformedReplyException("reply_too_long");
        }
        try (JsonParser parser = STRICT.createParser(reply)) {
            return read(parser, ticket);
        } catch (IOException malformed) {
            throw new MalformedReplyException("not_json");
        }
    }

    private static RubricReply read(JsonParser parser, String ticket) throws IOException, MalformedReplyException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedReplyException("not_an_object");
        }
        Map<String, Integer> found = new LinkedHashMap<>();
        String rationale = null;
        String shown = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (Rubric.DIMENSIONS.contains(field)) {
                found.put(field, grade(parser, value));
            } else if (Rubric.RATIONALE.equals(field) && value == JsonToken.VALUE_STRING) {
                rationale = parser.getText();
            } else if (Rubric.TICKET.equals(field) && value == JsonToken.VALUE_STRING) {
                shown = parser.getText();
            } else {
                throw new MalformedReplyException("unexpected_field");
            }
        }
        if (parser.nextToken() != null) {
            throw new MalformedReplyException("text_after_object");
        }
        if (found.size() != Rubric.DIMENSIONS.size() || rationale == null || shown == null) {
            throw new MalformedReplyException("missing_field");
        }
        if (!shown.equals(ticket)) {
            throw new MalformedReplyException("wrong_ticket");
        }
        Map<String, Integer> grades = new LinkedHashMap<>();
        Rubric.DIMENSIONS.forEach(dimension -> grades.put(dimension, found.getOrDefault(dimension, 0)));
        return new RubricReply(grades, TextLimit.EXPLANATION.of(rationale));
    }

    /** The dimensions and their mean, {@code quality}, rounded half up to a tenth. */
    List<Judgement> judgements() {
        List<Judgement> judgements = new ArrayList<>();
        int sum = grades.values().stream().mapToInt(Integer::intValue).sum();
        int n = grades.size();
        judgements.add(new Judgement("quality", Scale.SCORE, (20 * sum + n) / (2 * n)));
        grades.forEach((dimension, grade) -> judgements.add(new Judgement(dimension, Scale.SCORE, 10 * grade)));
        return judgements;
    }

    private static int grade(JsonParser parser, JsonToken value) throws IOException, MalformedReplyException {
        if (value != JsonToken.VALUE_NUMBER_INT) {
            throw new MalformedReplyException("grade_not_integer");
        }
        String digits = parser.getText();
        if (!digits.matches("[1-9]|10")) {
            throw new MalformedReplyException("grade_out_of_range");
        }
        return Integer.parseInt(digits);
    }
}
