package dev.weir.schemas.registry;

import static dev.weir.schemas.Messages.assertSays;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.TraceEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                "/mode | 200 | 0",
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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ownClientOverHttp_producesAndReads(boolean autoRegister) throws Exception {
        RegistryConfig usual = RegistryConfig.DEFAULT;
        RegistryConfig config = new RegistryConfig(
                List.of(),
                usual.basicAuthUser(),
                usual.basicAuthPassword(),
                usual.connectTimeout(),
                usual.requestTimeout(),
                autoRegister,
                usual.provider());
        try (RegistryServer server = RegistryServer.serving(registry);
                ConfluentRestRegistry client =
                        new ConfluentRestRegistry(config.withUrls(List.of(server.url())), () -> Instant.EPOCH)) {
            TraceEvent event = Events.full();
            AvroCodec codec = new AvroCodec(client);

            byte[] bytes = codec.encode(Topics.TRACES, event);

            assertArrayEquals(new AvroCodec(registry).encode(Topics.TRACES, event), bytes);
            assertEquals(event, codec.decode(bytes, TraceEvent.class));
            assertTrue(client.isCompatible("weir.traces-value", SchemaText.wireForm(TraceEvent.getClassSchema())));
            assertSays(
                    assertThrows(SchemaRejectedException.class, () -> client.idOf("weir.traces-value", schema(V1))),
                    autoRegister ? "42205" : "40403");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/subjects/nothing | V1 | 404 | 40401",
                "/subjects/weir.traces-value | V1 | 404 | 40403",
                "/subjects/weir.traces-value | \"nonsense\" | 422 | 42201",
                "/subjects/weir.traces-value | {} | 422 | 42201",
                "/subjects/weir.traces-value | [] | 404 | 40403",
                "/subjects/weir.traces-value/versions | V1 | 422 | 42205",
                "/subjects/nothing/versions | V1 | 422 | 42205",
                "/subjects/weir.traces-value/versions/1 | V1 | 404 | 404",
                "/compatibility/subjects/weir.traces-value/versions/latest | V1 | 200 | 0",
                "/compatibility/subjects/weir.traces-value/versions/2 | V1 | 404 | 40402",
                "/compatibility/subjects/weir.traces-value/versions/x | V1 | 422 | 42202",
                "/compatibility/subjects/nothing/versions/1 | V1 | 404 | 40401",
                "/subjects | V1 | 404 | 404",
                "/subjects/%zz | V1 | 404 | 404"
            })
    void post_hasConfluentsStatusAndCode(String path, String sent, int status, int code) throws Exception {
        String schema = sent.equals("V1") ? V1.replace('\'', '"') : sent;
        String body =
                new ObjectMapper().createObjectNode().put("schema", schema).toString();
        EmbeddedRegistry.Answer answer = registry.post(path, body);
        assertEquals(status, answer.status(), answer::json);
        assertEquals(
                code,
                new ObjectMapper().readTree(answer.json()).path("error_code").asInt(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no json | 400",
                "'' | 422",
                "null | 422",
                "[] | 422",
                "{\"schema\":7} | 422",
                "{\"schemaType\":\"PROTOBUF\",\"schema\":\"x\"} | 422"
            })
    void postOfNoSchema_isRefused(String body, int status) {
        assertEquals(status, registry.post("/subjects/weir.traces-value", body).status());
    }

    @Test
    void lookUp_tellsVersionAndIdWhateverTheDocs() throws Exception {
        Schema trace = SchemaText.wireForm(TraceEvent.getClassSchema());
        int id = registry.idOf("weir.traces-value", trace);
        String undocumented = trace.toString().replaceAll(",\"doc\":\"[^\"]*\"", "");
        String body = new ObjectMapper()
                .createObjectNode()
                .put("schema", undocumented)
                .toString();

        JsonNode found = new ObjectMapper()
                .readTree(registry.post("/subjects/weir.traces-value", body).json());

        assertNotEquals(undocumented, trace.toString());
        assertEquals(id, found.path("id").asInt());
        assertEquals(1, found.path("version").asInt());
        assertEquals("weir.traces-value", found.path("subject").asText());
        assertEquals(
                "{\"id\":" + id + "}",
                registry.post("/subjects/weir.traces-value/versions", body).json());
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
