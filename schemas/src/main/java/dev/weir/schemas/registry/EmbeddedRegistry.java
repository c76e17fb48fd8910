package dev.weir.schemas.registry;

import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * A registry without a server: the schemas of this build, read-only, under ids that follow from their content. Two
 * processes of one build agree without talking, and an outside client that reaches one of them over HTTP decodes what
 * any of them wrote.
 *
 * <p>Limit: it knows the schemas of its own build. Records of another build, kept on a broker that outlives it, need a
 * registry with a memory. Immutable and thread-safe.
 */
public final class EmbeddedRegistry implements SchemaRegistry {

    private final Map<Integer, Schema> byId = new HashMap<>();
    private final Map<String, Integer> idByIdentity = new HashMap<>();
    private final Map<Schema, Integer> idBySchema = new HashMap<>();
    private final ConfluentPaths paths;
    private final ConfluentPosts posts;

    /** The registry of this build's own schemas. */
    public EmbeddedRegistry() {
        this(ofTopics(), ownSchemas(), SchemaText::contentId);
    }

    /**
     * Registry of given schemas.
     *
     * @param versions by subject, oldest version first
     * @param unbound schemas with an id but without a subject
     * @throws IllegalStateException if two different schemas have one id
     */
    EmbeddedRegistry(SortedMap<String, List<Schema>> versions, List<Schema> unbound, ToIntFunction<Schema> idOf) {
        versions.values().forEach(schemas -> schemas.forEach(schema -> add(schema, idOf.applyAsInt(schema))));
        unbound.forEach(schema -> add(schema, idOf.applyAsInt(schema)));
        paths = new ConfluentPaths(versions, byId, idBySchema);
        posts = new ConfluentPosts(versions, idBySchema);
    }

    /**
     * Answer to a GET of the Confluent REST API, so that an HTTP server can serve this registry.
     *
     * @param path absolute path as the client sent it, percent-escapes and query included, for example {@code
     *     /subjects/weir.traces-value/versions/latest}
     */
    public Answer get(String path) {
        return paths.get(path);
    }

    /**
     * Answer to a POST of the Confluent REST API: look-up of a schema under a subject, its registration, and its
     * compatibility. A schema that the subject has is answered; registration of any other is refused.
     *
     * @param path as for {@link #get}
     * @param body of the request, JSON
     */
    public Answer post(String path, String body) {
        return posts.post(path, body);
    }

    /**
     * Answer to an HTTP request.
     *
     * @param status HTTP status
     * @param json body, media type {@code application/vnd.schemaregistry.v1+json}
     */
    public record Answer(int status, String json) {}

    @Override
    public int idOf(String subject, Schema schema) {
        Integer id = idBySchema.get(schema);
        if (id == null) {
            id = idByIdentity.get(SchemaText.identity(schema));
        }
        if (id == null) {
            throw new SchemaRejectedException("embedded registry cannot register " + schema.getFullName() + " under "
                    + subject + ": it is read-only and this schema is not of its build");
        }
        return id;
    }

    @Override
    public Schema schemaOf(int id) {
        Schema schema = byId.get(id);
        if (schema == null) {
            throw new UnknownSchemaException("schema id " + id
                    + " is unknown to the embedded registry: expected one of " + byId.size() + " ids of this build");
        }
        return schema;
    }

    @Override
    public void close() {
        // holds nothing
    }

    private void add(Schema schema, int id) {
        String identity = SchemaText.identity(schema);
        Schema present = byId.putIfAbsent(id, schema);
        if (present != null && !SchemaText.identity(present).equals(identity)) {
            throw new IllegalStateException("schema id " + id + " stands for two schemas, " + present.getFullName()
                    + " and " + schema.getFullName() + ": expected one");
        }
        idByIdentity.put(identity, id);
        idBySchema.put(schema, id);
    }

    private static SortedMap<String, List<Schema>> ofTopics() {
        SortedMap<String, List<Schema>> subjects = new TreeMap<>();
        for (Topic topic : Topics.all()) {
            for (Class<? extends SpecificRecord> type : Subjects.typesOf(topic)) {
                Schema schema = SchemaText.wireForm(WireRecords.schemaOf(type));
                subjects.put(Subjects.of(topic, schema), List.of(schema));
            }
        }
        return subjects;
    }

    private static List<Schema> ownSchemas() {
        List<Schema> schemas = new ArrayList<>();
        WireRecords.all().forEach(type -> schemas.add(SchemaText.wireForm(WireRecords.schemaOf(type))));
        return schemas;
    }
}
