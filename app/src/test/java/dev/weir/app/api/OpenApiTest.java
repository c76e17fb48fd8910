package dev.weir.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    private static final ObjectNode DOCUMENT = OpenApi.of(ApiTable.routes());

    private static SwaggerParseResult parse(String document) {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        return new OpenAPIV3Parser().readContents(document, List.of(), options);
    }

    @Test
    void document_isOpenApi31WithoutAComplaint() {
        SwaggerParseResult result = parse(DOCUMENT.toString());

        assertEquals(List.of(), result.getMessages());
        assertEquals("3.1.0", DOCUMENT.path("openapi").asText());
    }

    @Test
    void parser_complainsOfADocumentThatIsWrong() {
        ObjectNode wrong = DOCUMENT.deepCopy();
        wrong.remove("info");

        assertEquals(1, parse(wrong.toString()).getMessages().size());
    }

    @Test
    void everyRouteAndParameter_isInTheDocument() {
        OpenAPI api = parse(DOCUMENT.toString()).getOpenAPI();
        Set<String> ids = new HashSet<>();
        for (ApiRoute route : ApiTable.routes()) {
            var operation =
                    Objects.requireNonNull(api.getPaths().get(route.path())).getGet();
            ids.add(operation.getOperationId());
            Set<String> names = new TreeSet<>();
            operation.getParameters().forEach(parameter -> names.add(parameter.getName()));
            assertEquals(
                    new TreeSet<>(
                            route.parameters().stream().map(Parameter::name).toList()),
                    names,
                    route.path());
            if (!route.list().isEmpty()) {
                assertNotNull(api.getComponents().getSchemas().get(route.row().name()), route.path());
            }
        }
        assertEquals(ApiTable.routes().size(), ids.size());
    }

    @Test
    void everyReference_leadsToASchema() {
        Set<String> missing = new TreeSet<>();
        DOCUMENT.findValuesAsText("$ref").forEach(reference -> {
            if (DOCUMENT.at(reference.substring(1)).isMissingNode()) {
                missing.add(reference);
            }
        });
        assertEquals(Set.of(), missing);
    }
}
