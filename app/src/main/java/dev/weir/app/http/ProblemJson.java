package dev.weir.app.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.app.http.HttpException.InvalidParameter;
import dev.weir.schemas.json.JsonType;
import dev.weir.schemas.json.Shape;
import dev.weir.schemas.json.Shape.Property;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An error as a problem of RFC 9457. */
public final class ProblemJson {

    /** Media type of an error. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Shape INVALID = new Shape(
            "InvalidParameter",
            "What is wrong with one parameter.",
            List.of(
                    Property.always("parameter", JsonType.TEXT, "Its name."),
                    Property.always("value", JsonType.TEXT, "The value that came, shortened."),
                    Property.always("expected", JsonType.TEXT, "What would have been right.")));

    /** What an error holds. */
    public static final Shape SHAPE = new Shape(
            "Problem",
            "An error (RFC 9457).",
            List.of(
                    Property.always("type", JsonType.constant("about:blank"), "The status says what the problem is."),
                    Property.always("title", JsonType.TEXT, "The status in words."),
                    Property.always("status", JsonType.WHOLE, "The HTTP status."),
                    Property.always("detail", JsonType.TEXT, "What happened and what was expected."),
                    Property.ifKnown("problems", new JsonType.Many(INVALID), "Every wrong parameter; absent: none.")));

    private ProblemJson() {}

    static void write(Context context, int status, String detail, List<InvalidParameter> problems) {
        context.status(status)
                .contentType(MEDIA_TYPE)
                .result(json(status, detail, problems).toString());
    }

    /** The same of a server that has no context yet. */
    static byte[] bytes(int status, String detail) {
        return json(status, detail, List.of()).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode json(int status, String detail, List<InvalidParameter> problems) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("type", "about:blank")
                .put("title", HttpStatus.forStatus(status).getMessage())
                .put("status", status)
                .put("detail", detail);
        if (!problems.isEmpty()) {
            ArrayNode list = json.putArray("problems");
            problems.forEach(one -> list.addObject()
                    .put("parameter", one.parameter())
                    .put("value", one.value())
                    .put("expected", one.expected()));
        }
        return json;
    }
}
