package dev.weir.schemas.registry;

import static dev.weir.schemas.registry.ConfluentAnswers.error;
import static dev.weir.schemas.registry.ConfluentAnswers.notFound;
import static dev.weir.schemas.registry.ConfluentAnswers.ok;
import static dev.weir.schemas.registry.ConfluentAnswers.subjectNotFound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.registry.EmbeddedRegistry.Answer;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.avro.Schema;

/**
 * The GET requests of the Confluent REST API over given schemas: a path goes in, a status and JSON come out, errors in
 * Confluent's own form and numbers.
 */
final class ConfluentPaths {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final SortedMap<String, List<Schema>> versions;
    private final Map<Integer, Schema> byId;
    private final Map<Schema, Integer> ids;

    ConfluentPaths(SortedMap<String, List<Schema>> versions, Map<Integer, Schema> byId, Map<Schema, Integer> ids) {
        this.versions = versions;
        this.byId = byId;
        this.ids = ids;
    }

    Answer get(String path) {
        return ConfluentAnswers.segments(path).map(this::get).orElseGet(ConfluentAnswers::notFound);
    }

    private Answer get(List<String> parts) {
        if (parts.isEmpty()) {
            return ok(NODES.objectNode());
        }
        return switch (parts.get(0)) {
            case "subjects" -> subjects(parts);
            case "schemas" -> schemas(parts);
            case "config" -> parts.size() <= 2 ? config(parts) : notFound();
            case "mode" -> parts.size() == 1 ? ok(NODES.objectNode().put("mode", "READONLY")) : notFound();
            default -> notFound();
        };
    }

    private Answer subjects(List<String> parts) {
        if (parts.size() == 1) {
            return ok(texts(versions.keySet()));
        }
        List<Schema> ofSubject = versions.get(parts.get(1));
        if (ofSubject == null) {
            return subjectNotFound(parts.get(1));
        }
        if (parts.size() < 3 || !parts.get(2).equals("versions")) {
            return notFound();
        }
        if (parts.size() == 3) {
            ArrayNode numbers = NODES.arrayNode();
            for (int i = 1; i <= ofSubject.size(); i++) {
                numbers.add(i);
            }
            return ok(numbers);
        }
        return version(parts, ofSubject);
    }

    private Answer version(List<String> parts, List<Schema> ofSubject) {
        String named = parts.get(3);
        int number = ConfluentAnswers.version(named, ofSubject.size());
        if (number < 1) {
            return ConfluentAnswers.invalidVersion(named);
        }
        if (number > ofSubject.size()) {
            return ConfluentAnswers.versionNotFound(number);
        }
        Schema schema = ofSubject.get(number - 1);
        if (parts.size() == 5 && parts.get(4).equals("schema")) {
            return new Answer(200, schema.toString());
        }
        if (parts.size() > 4) {
            return notFound();
        }
        ObjectNode answer = NODES.objectNode();
        answer.put("subject", parts.get(1)).put("version", number);
        answer.put("id", ids.get(schema)).put("schema", schema.toString());
        return ok(answer);
    }

    private Answer schemas(List<String> parts) {
        if (parts.size() == 2 && parts.get(1).equals("types")) {
            return ok(NODES.arrayNode().add("AVRO"));
        }
        if (parts.size() < 3 || parts.size() > 4 || !parts.get(1).equals("ids")) {
            return notFound();
        }
        Schema schema = byId.get(ConfluentAnswers.number(parts.get(2)));
        if (schema == null) {
            return error(404, 40403, "Schema " + parts.get(2) + " not found");
        }
        return switch (parts.size() == 3 ? "" : parts.get(3)) {
            case "" -> ok(NODES.objectNode().put("schema", schema.toString()));
            case "schema" -> new Answer(200, schema.toString());
            case "versions" -> ok(usesOf(schema));
            case "subjects" ->
                ok(texts(versions.entrySet().stream()
                        .filter(entry -> entry.getValue().contains(schema))
                        .map(Map.Entry::getKey)
                        .toList()));
            default -> notFound();
        };
    }

    private Answer config(List<String> parts) {
        if (parts.size() == 2 && !versions.containsKey(parts.get(1))) {
            return subjectNotFound(parts.get(1));
        }
        return ok(NODES.objectNode().put("compatibilityLevel", "BACKWARD_TRANSITIVE"));
    }

    private ArrayNode usesOf(Schema schema) {
        ArrayNode uses = NODES.arrayNode();
        versions.forEach((subject, schemas) -> {
            int index = schemas.indexOf(schema);
            if (index >= 0) {
                uses.addObject().put("subject", subject).put("version", index + 1);
            }
        });
        return uses;
    }

    private static ArrayNode texts(Iterable<String> texts) {
        ArrayNode array = NODES.arrayNode();
        texts.forEach(array::add);
        return array;
    }
}
