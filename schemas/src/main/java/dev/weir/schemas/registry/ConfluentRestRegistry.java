package dev.weir.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.weir.schemas.registry.RegistryHttp.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * Client of any registry that speaks the Confluent REST API. Schemas and ids never change once given, so they are cached
 * for ever; an id that the registry does not know is asked for again after {@link #UNKNOWN_FOR}, since a schema may yet
 * reach the registry.
 *
 * <p>An answer that is not the registry's own, such as a proxy's 404 or a refused password, counts as out of reach: it
 * says nothing of the record, so the record must not be given up.
 */
public final class ConfluentRestRegistry implements SchemaRegistry {

    /** How long the answer "no such id" is believed. */
    static final Duration UNKNOWN_FOR = Duration.ofSeconds(30);

    private static final int MOST_UNKNOWN = 10_000;
    private static final int SUBJECT_NOT_FOUND = 40401;
    private static final int SCHEMA_NOT_FOUND = 40403;

    private final RegistryHttp http;
    private final boolean autoRegister;
    private final InstantSource clock;
    private final Map<SubjectSchema, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<Integer, Instant> unknownUntil = new ConcurrentHashMap<>();

    /** Client for settings without problems and with at least one URL. */
    public ConfluentRestRegistry(RegistryConfig config, InstantSource clock) {
        this.http = new RegistryHttp(config);
        this.autoRegister = config.autoRegister();
        this.clock = clock;
    }

    @Override
    public int idOf(String subject, Schema schema) {
        SubjectSchema key = new SubjectSchema(subject, schema);
        Integer id = ids.get(key);
        if (id == null) {
            id = askForId(subject, schema);
            ids.put(key, id);
        }
        return id;
    }

    @Override
    public Schema schemaOf(int id) {
        Schema schema = schemas.get(id);
        if (schema == null) {
            refuseKnownUnknown(id);
            schema = askForSchema(id);
            schemas.put(id, schema);
        }
        return schema;
    }

    /**
     * Whether the registry would take a schema as the next version of a subject, by the compatibility level set there. A
     * subject without versions takes any.
     *
     * @throws RegistryUnavailableException if the registry is out of reach
     * @throws SchemaRejectedException if the registry calls the schema invalid
     */
    public boolean isCompatible(String subject, Schema schema) {
        Reply reply = http.post("/compatibility/subjects/" + encoded(subject) + "/versions/latest", bodyOf(schema));
        if (reply.status() == 404 && reply.errorCode() / 100 == 404) {
            return true;
        }
        if (reply.status() == 422) {
            throw new SchemaRejectedException(reply.about("compatibility of subject " + subject));
        }
        JsonNode compatible =
                http.expectOk(reply, "compatibility of subject " + subject).path("is_compatible");
        if (!compatible.isBoolean()) {
            throw new RegistryUnavailableException(
                    reply.about("compatibility of subject " + subject) + ": expected is_compatible");
        }
        return compatible.booleanValue();
    }

    @Override
    public void close() {
        // The JDK's client has no close before Java 21; its threads end when it is unreachable.
    }

    private int askForId(String subject, Schema schema) {
        String path = "/subjects/" + encoded(subject) + (autoRegister ? "/versions" : "");
        String about = "schema " + schema.getFullName() + " under subject " + subject;
        Reply reply = http.post(path, bodyOf(schema));
        if (reply.status() == 404
                && (reply.errorCode() == SUBJECT_NOT_FOUND || reply.errorCode() == SCHEMA_NOT_FOUND)) {
            throw new SchemaRejectedException(
                    reply.about(about) + ": not registered; register it there or set registry.auto_register = true");
        }
        if (reply.status() == 409 || reply.status() == 422) {
            throw new SchemaRejectedException(reply.about(about));
        }
        JsonNode id = http.expectOk(reply, about).path("id");
        if (!id.isInt()) {
            throw new RegistryUnavailableException(reply.about(about) + ": expected an id");
        }
        return id.intValue();
    }

    private Schema askForSchema(int id) {
        String about = "schema id " + id;
        Reply reply = http.get("/schemas/ids/" + id);
        if (reply.status() == 404 && reply.errorCode() == SCHEMA_NOT_FOUND) {
            throw unknown(id, reply.about(about));
        }
        JsonNode answer = http.expectOk(reply, about);
        JsonNode text = answer.path("schema");
        if (!text.isTextual()) {
            throw new RegistryUnavailableException(reply.about(about) + ": expected a schema");
        }
        String kind = answer.path("schemaType").asText("AVRO");
        if (!kind.equals("AVRO")) {
            throw unknown(id, reply.about(about) + ": schemaType = " + kind + ", expected AVRO");
        }
        return SchemaText.parsed(text.textValue())
                .orElseThrow(() -> unknown(id, reply.about(about) + ": expected an Avro schema without references"));
    }

    private void refuseKnownUnknown(int id) {
        Instant until = unknownUntil.get(id);
        if (until != null && clock.instant().isBefore(until)) {
            throw new UnknownSchemaException(
                    "schema id " + id + " was unknown to the registry when last asked; asked again from " + until);
        }
    }

    private UnknownSchemaException unknown(int id, String message) {
        if (unknownUntil.size() >= MOST_UNKNOWN) {
            unknownUntil.clear(); // ids out of garbage must not fill the memory
        }
        unknownUntil.put(id, clock.instant().plus(UNKNOWN_FOR));
        return new UnknownSchemaException(message);
    }

    private static String bodyOf(Schema schema) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("schema", schema.toString())
                .toString();
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private record SubjectSchema(String subject, Schema schema) {}
}
