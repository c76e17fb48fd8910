package dev.weir.app.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.app.http.ProblemJson;
import dev.weir.schemas.json.JsonSchemas;
import java.util.List;

/** The API as an OpenAPI 3.1 document, made from the table of routes and the shapes of their rows. */
final class OpenApi {

    /** Where the document stands. */
    static final String PATH = "/api/openapi.json";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final JsonSchemas schemas = new JsonSchemas("#/components/schemas/");

    private OpenApi() {}

    /** The document of some routes. */
    static ObjectNode of(List<ApiRoute> routes) {
        return new OpenApi().document(routes);
    }

    private ObjectNode document(List<ApiRoute> routes) {
        ObjectNode document = JSON.objectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Weir")
                .put("version", "v1")
                .put("description", "Cost, latency, refusals and judged quality of LLM calls, as they stream by.");
        document.putArray("servers").addObject().put("url", "/");
        ObjectNode paths = document.putObject("paths");
        routes.forEach(route -> paths.putObject(route.path()).set("get", operation(route)));
        ObjectNode problem = schemas.reference(ProblemJson.SHAPE);
        ObjectNode components = document.putObject("components");
        components.set("schemas", schemas.all());
        ObjectNode responses = components.putObject("responses");
        content(responses.putObject("Problem"), ProblemJson.MEDIA_TYPE, problem)
                .put("description", "What is wrong with the request, or why there is no answer now.");
        return document;
    }

    private ObjectNode operation(ApiRoute route) {
        ObjectNode operation = JSON.objectNode()
                .put("operationId", route.operationId())
                .put("summary", route.summary())
                .put("description", "Rows stand " + route.order() + ".");
        ArrayNode parameters = operation.putArray("parameters");
        route.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
        ObjectNode responses = operation.putObject("responses");
        ObjectNode ok = responses.putObject("200").put("description", route.summary());
        headers(ok.putObject("headers"), route);
        content(ok, Format.JSON.mediaType(), body(route));
        ((ObjectNode) ok.path("content"))
                .putObject(Format.CSV.mediaType())
                .putObject("schema")
                .put("type", "string");
        for (String status : List.of("400", "406", "503")) {
            responses.putObject(status).put("$ref", "#/components/responses/Problem");
        }
        return operation;
    }

    private static ObjectNode parameter(Parameter<?> parameter) {
        ObjectNode json = JSON.objectNode()
                .put("name", parameter.name())
                .put("in", "query")
                .put("required", false)
                .put(
                        "description",
                        parameter.meaning() + ". Expected: " + parameter.expected() + ". Default: "
                                + parameter.byDefault() + ".");
        json.set("schema", parameter.schema());
        return json;
    }

    private static ObjectNode content(ObjectNode response, String mediaType, ObjectNode schema) {
        response.putObject("content").putObject(mediaType).set("schema", schema);
        return response;
    }

    private static void headers(ObjectNode headers, ApiRoute route) {
        AnalystRoutes.HEADERS.forEach((name, meaning) -> {
            if (!name.equals("Link") || route.has(ApiParameters.CURSOR)) {
                headers.putObject(name)
                        .put("description", meaning)
                        .putObject("schema")
                        .put("type", "string");
            }
        });
    }

    private ObjectNode body(ApiRoute route) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        if (route.list().isEmpty()) {
            schema.putObject("additionalProperties")
                    .put("type", "object")
                    .put("description", "Counters of a store by name.")
                    .putObject("additionalProperties")
                    .put("type", "integer")
                    .put("format", "int64");
        } else {
            properties.putObject(route.list()).put("type", "array").set("items", schemas.reference(route.row()));
            required.add(route.list());
        }
        for (Envelope.Part part : Envelope.PARTS) {
            if (part.isIn(route)) {
                properties.set(part.name(), part.schema().deepCopy().put("description", part.meaning()));
                if (part.always()) {
                    required.add(part.name());
                }
            }
        }
        return schema;
    }
}
