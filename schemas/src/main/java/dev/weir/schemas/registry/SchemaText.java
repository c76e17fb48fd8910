package dev.weir.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.Sha256;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * Text forms of a schema. The wire form is the schema without the marks that the Java generator leaves in it, so it
 * equals the {@code .avsc} file and no other language sees {@code avro.java.string}. The identity is the wire form
 * without docs and with sorted keys.
 *
 * <p>Why not Avro's parsing canonical form: it drops defaults, aliases and logical types, so two schemas that resolve
 * differently would share an id and a cache. Why not the whole text: a corrected comment would change the id, and an
 * embedded registry could no longer name the schema of the records of yesterday.
 */
final class SchemaText {

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
    private static final Set<String> JAVA_MARKS = Set.of("avro.java.string");
    private static final Set<String> NOT_IDENTITY = Set.of("avro.java.string", "doc");

    private SchemaText() {}

    /** The schema as other languages should see it: without marks of the Java generator, docs kept. */
    static Schema wireForm(Schema schema) {
        return new Schema.Parser().parse(without(JAVA_MARKS, schema).toString());
    }

    /** The schema of a text from outside; empty when it is none that Avro can use. */
    static Optional<Schema> parsed(String text) {
        try {
            return Optional.of(new Schema.Parser().parse(text));
        } catch (AvroRuntimeException | NullPointerException e) {
            // Avro 1.12 answers a name that is defined nowhere with a NullPointerException.
            return Optional.empty();
        }
    }

    /** What makes a schema this schema: equal text, same decoding. */
    static String identity(Schema schema) {
        try {
            JsonNode tree = without(NOT_IDENTITY, schema);
            // Through a parser, so that {"type": "string"} and "string" are one, then with sorted keys.
            String plain = new Schema.Parser().parse(tree.toString()).toString();
            return JSON.writeValueAsString(JSON.treeToValue(JSON.readTree(plain), Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("schema " + schema.getFullName() + " is no JSON", e);
        }
    }

    /**
     * Id of a schema, from its identity alone: the first 31 bits of the SHA-256, at least 1. The same in every process
     * and release as long as the identity is.
     */
    static int contentId(Schema schema) {
        return Math.max(1, ByteBuffer.wrap(Sha256.of(identity(schema))).getInt() & Integer.MAX_VALUE);
    }

    private static JsonNode without(Set<String> keys, Schema schema) {
        try {
            JsonNode tree = JSON.readTree(schema.toString());
            strip(tree, keys);
            return tree;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("schema " + schema.getFullName() + " is no JSON", e);
        }
    }

    private static void strip(JsonNode node, Set<String> keys) {
        if (node instanceof ObjectNode object) {
            object.remove(keys);
            for (var property : object.properties()) {
                if (!property.getKey().equals("default")) {
                    strip(property.getValue(), keys);
                }
            }
        } else {
            node.forEach(child -> strip(child, keys));
        }
    }
}
