package dev.weir.schemas.registry;

import static dev.weir.schemas.Messages.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.schemas.avro.TraceEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedRegistryTest extends SchemaRegistryContract {

    private static final String V1 = "{'type':'record','name':'R','fields':[{'name':'a','type':'long'}]}";

    private final EmbeddedRegistry registry = new EmbeddedRegistry();

    @Override
    SchemaRegistry registry() {
        return new EmbeddedRegistry();
    }

    @Test
    void ids_dependOnWhatDecodesAndOnNothingElse() {
        int id = SchemaText.contentId(schema(V1));

        assertEquals(530_395_552, id, "the id of a schema must never change");
        assertEquals(id, SchemaText.contentId(schema(V1.replace("'name':'R'", "'name':'R','doc':'words'"))));
        assertEquals(id, SchemaText.contentId(schema(V1.replace("'long'}", "{'type':'long'},'doc':'words'}"))));
        assertNotEquals(id, SchemaText.contentId(schema(V1.replace("'long'", "'long','default':1"))));
        assertNotEquals(id, SchemaText.contentId(schema(V1.replace("'long'", "'long','aliases':['b']"))));
        assertNotEquals(
                id,
                SchemaText.contentId(schema(V1.replace("'long'", "{'type':'long','logicalType':'timestamp-micros'}"))));
    }

    @Test
    void generatedClass_hasTheIdOfItsWireForm() {
        Schema generated = TraceEvent.getClassSchema();

        assertEquals(registry.idOf("any", SchemaText.wireForm(generated)), registry.idOf("any", generated));
    }

    @Test
    void twoSchemasOfOneId_failAtConstruction() {
        var versions = new TreeMap<>(Map.of("a", List.of(schema(V1)), "b", List.of(schema(V1.replace("'R'", "'S'")))));

        assertSays(
                assertThrows(IllegalStateException.class, () -> new EmbeddedRegistry(versions, List.of(), schema -> 5)),
                "schema id 5",
                "R",
                "S");
    }

    @Test
    void foreignSchema_isRejected() {
        assertSays(
                assertThrows(SchemaRejectedException.class, () -> registry.idOf("weir.traces-value", schema(V1))),
                "weir.traces-value",
                "read-only");
    }

    @Test
    void paths_leadFromSubjectToSchemaAndBack() throws Exception {
        JsonNode subjects = json("/subjects", 200);
        assertEquals(
                List.of(
                        "weir.alert-history-value",
                        "weir.alerts-value",
                        "weir.feedback-value",
                        "weir.judge-tasks-value",
                        "weir.scores-value",
                        "weir.traces-value",
                        "weir.window-quality-dev.weir.schemas.avro.Progress",
                        "weir.window-quality-dev.weir.schemas.avro.WindowQuality",
                        "weir.window-spend-dev.weir.schemas.avro.Progress",
                        "weir.window-spend-dev.weir.schemas.avro.WindowSpend",
                        "weir.window-stats-dev.weir.schemas.avro.Progress",
                        "weir.window-stats-dev.weir.schemas.avro.WindowStats"),
                new ObjectMapper().convertValue(subjects, List.class));
        for (JsonNode subject : subjects) {
            assertEquals(
                    "[1]",
                    json("/subjects/" + subject.asText() + "/versions", 200).toString());
            JsonNode latest = json("/subjects/" + subject.asText() + "/versions/latest?deleted=false", 200);
            assertEquals(latest, json("/subjects/" + subject.asText() + "/versions/1", 200));
            assertEquals(subject, latest.get("subject"));
            int id = latest.get("id").asInt();
            assertEquals(latest.get("schema"), json("/schemas/ids/" + id, 200).get("schema"));
            assertEquals(
                    registry.schemaOf(id),
                    new Schema.Parser().parse(latest.get("schema").asText()));
        }
        int progress = json("/subjects/weir.window-stats-dev.weir.schemas.avro.Progress/versions/1", 200)
                .get("id")
                .asInt();
        assertEquals(3, json("/schemas/ids/" + progress + "/versions", 200).size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ | 200 | 0",
                "/config | 200 | 0",
                "/config/weir.traces-value | 200 | 0",
                "/schemas/types | 200 | 0",
                "/subjects/weir%2Etraces-value/versions/latest | 200 | 0",
                "/config/nothing | 404 | 40401",
                "/subjects/nothing/versions | 404 | 40401",
                "/subjects/weir.traces-value/versions/2 | 404 | 40402",
                "/subjects/weir.traces-value/versions/0 | 422 | 42202",
                "/subjects/weir.traces-value/versions/x | 422 | 42202",
                "/subjects/weir.traces-value/versions/1/x | 404 | 404",
                "/subjects/weir.traces-value | 404 | 404",
                "/schemas/ids/1 | 404 | 40403",
                "/schemas/ids/x | 404 | 40403",
                "/schemas/ids | 404 | 404",
                "/nothing | 404 | 404",
                "/subjects/%zz | 404 | 404"
            })
    void path_hasConfluentsStatusAndCode(String path, int status, int code) throws Exception {
        assertEquals(code, json(path, status).path("error_code").asInt(0));
    }

    private JsonNode json(String path, int status) throws Exception {
        EmbeddedRegistry.Answer answer = registry.get(path);
        assertEquals(status, answer.status(), () -> path + ": " + answer.json());
        return new ObjectMapper().readTree(answer.json());
    }

    private static Schema schema(String json) {
        return new Schema.Parser().parse(json.replace('\'', '"'));
    }
}
