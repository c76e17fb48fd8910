package dev.weir.schemas.registry;

import static dev.weir.schemas.registry.ConfluentAnswers.error;
import static dev.weir.schemas.registry.ConfluentAnswers.notFound;
import static dev.weir.schemas.registry.ConfluentAnswers.ok;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.registry.EmbeddedRegistry.Answer;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * The POST requests of the Confluent REST API over given schemas: look-up, registration and compatibility of one schema.
 * Registration of a schema that the subject already has answers its id, as on any registry; another schema is refused as a
 * registry in read-only mode refuses it (422, error code 42205), because nothing here outlives the process.
 */
final class ConfluentPosts {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final SortedMap<String, List<Schema>> versions;
    private final Map<Schema, Integer> ids;

    ConfluentPosts(SortedMap<String, List<Schema>> versions, Map<Schema, Integer> ids) {
        this.versions = versions;
        this.ids = ids;
    }

    Answer post(String path, String body) {
        List<String> parts = ConfluentAnswers.segments(path).orElse(List.of());
        boolean subject = parts.size() >= 2 && parts.get(0).equals("subjects");
        if (subject && parts.size() == 2) {
            return read(body, schema -> lookedUp(parts.get(1), schema));
        }
        if (subject && parts.size() == 3 && parts.get(2).equals("versions")) {
            return read(body, schema -> registered(parts.get(1), schema));
        }
        boolean compatibility = parts.size() == 5
                && parts.subList(0, 2).equals(List.of("compatibility", "subjects"))
                && parts.get(3).equals("versions");
        return compatibility ? read(body, schema -> compatible(parts.get(2), parts.get(4), schema)) : notFound();
    }

    /** What is done with a schema that was sent. */
    private interface Use {
        Answer of(Schema schema);
    }

    private static Answer read(String body, Use use) {
        JsonNode request;
        try {
            request = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return error(400, 400, "Unable to process JSON: expected {\"schema\": \"...\"}");
        }
        String kind = request.path("schemaType").asText("AVRO");
        if (!kind.equals("AVRO")) {
            return error(422, 42201, "Invalid schema: schemaType is " + kind + ", expected AVRO");
        }
        return SchemaText.parsed(request.path("schema").asText())
                .map(use::of)
                .orElseGet(() -> error(422, 42201, "Invalid schema: expected an Avro schema without references"));
    }

    private Answer lookedUp(String subject, Schema schema) {
        List<Schema> known = versions.get(subject);
        if (known == null) {
            return ConfluentAnswers.subjectNotFound(subject);
        }
        int index = indexOf(schema, known);
        if (index < 0) {
            return error(404, 40403, "Schema not found");
        }
        Schema found = known.get(index);
        ObjectNode answer = NODES.objectNode();
        answer.put("subject", subject).put("version", index + 1);
        answer.put("id", ids.get(found)).put("schema", found.toString());
        return ok(answer);
    }

    private Answer registered(String subject, Schema schema) {
        List<Schema> known = versions.getOrDefault(subject, List.of());
        int index = indexOf(schema, known);
        if (index < 0) {
            return error(
                    422,
                    42205,
                    "Subject " + subject + " is in read-only mode: it takes only the schemas of this build of Weir");
        }
        return ok(NODES.objectNode().put("id", ids.get(known.get(index))));
    }

    private Answer compatible(String subject, String version, Schema schema) {
        List<Schema> known = versions.get(subject);
        if (known == null) {
            return ConfluentAnswers.subjectNotFound(subject);
        }
        int number = ConfluentAnswers.version(version, known.size());
        if (number < 1) {
            return ConfluentAnswers.invalidVersion(version);
        }
        if (number > known.size()) {
            return ConfluentAnswers.versionNotFound(number);
        }
        SchemaCompatibilityType type = SchemaCompatibility.checkReaderWriterCompatibility(schema, known.get(number - 1))
                .getType();
        return ok(NODES.objectNode().put("is_compatible", type == SchemaCompatibilityType.COMPATIBLE));
    }

    /** Place of a schema of the same identity, which words in its docs do not change; -1 where there is none. */
    private static int indexOf(Schema schema, List<Schema> known) {
        String identity = SchemaText.identity(schema);
        for (int i = 0; i < known.size(); i++) {
            if (SchemaText.identity(known.get(i)).equals(identity)) {
                return i;
            }
        }
        return -1;
    }
}
