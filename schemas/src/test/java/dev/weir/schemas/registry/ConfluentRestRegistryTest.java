package dev.weir.schemas.registry;

import static dev.weir.schemas.Messages.assertNeverSays;
import static dev.weir.schemas.Messages.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.Secret;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.RegistryServer.Mode;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfluentRestRegistryTest extends SchemaRegistryContract {

    private static final Schema V1 =
            SchemaBuilder.record("R").fields().requiredLong("a").endRecord();
    private static final Schema V2_BREAKING =
            SchemaBuilder.record("R").fields().requiredLong("b").endRecord();

    private RegistryServer server;
    private Instant now = Instant.EPOCH;

    @BeforeEach
    void start() throws Exception {
        server = RegistryServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    SchemaRegistry registry() {
        return client(true, null, server.url());
    }

    @Test
    void answers_areAskedForOnce() {
        var client = client(true, null, server.url() + "/");
        int id = client.idOf("s", V1);
        client.schemaOf(id);

        client.idOf("s", V1);
        client.schemaOf(id);

        assertEquals(List.of("POST /subjects/s/versions", "GET /schemas/ids/1"), server.requests);
    }

    @Test
    void lookUpOnly_findsWhatIsThereAndRegistersNothing() {
        int id = server.register("s", V1);
        var client = client(false, null, server.url());

        assertEquals(id, client.idOf("s", V1));
        assertSays(
                assertThrows(SchemaRejectedException.class, () -> client.idOf("s", V2_BREAKING)),
                "registry.auto_register",
                "subject s",
                "40403");
        assertSays(
                assertThrows(SchemaRejectedException.class, () -> client.idOf("other", V1)), "subject other", "40401");
    }

    @Test
    void incompatibleSchema_isRejectedWithTheRegistrysWords() {
        server.register("s", V1);

        assertSays(
                assertThrows(
                        SchemaRejectedException.class,
                        () -> client(true, null, server.url()).idOf("s", V2_BREAKING)),
                "subject s",
                server.url(),
                "409",
                "incompatible with an earlier schema");
    }

    @Test
    void compatibility_isAskedOfTheRegistry() {
        server.register("s", V1);
        var client = client(true, null, server.url());

        assertTrue(client.isCompatible("s", V1));
        assertFalse(client.isCompatible("s", V2_BREAKING));
        assertTrue(client.isCompatible("nobody", V2_BREAKING));
    }

    @Test
    void subjectWithOddCharacters_isEscaped() {
        client(true, null, server.url()).idOf("a b/c%", V1);

        assertEquals(List.of("POST /subjects/a%20b%2Fc%25/versions"), server.requests);
    }

    @Test
    void deadFirstUrl_isPassedOverAndThenAvoided() throws Exception {
        String dead = deadUrl();
        var client = client(true, null, dead, server.url());

        int id = client.idOf("s", V1);

        assertEquals(V1, client.schemaOf(id));
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"STATUS_500", "STATUS_429", "SILENT", "ENDLESS_BODY"})
    void brokenFirstUrl_isPassedOver(Mode mode) throws Exception {
        try (RegistryServer broken = RegistryServer.start()) {
            broken.mode = mode;

            assertEquals(1, client(true, null, broken.url(), server.url()).idOf("s", V1));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Mode.class, names = "WELL", mode = EnumSource.Mode.EXCLUDE)
    void brokenRegistry_isOutOfReachAndNotBadBytes(Mode mode) {
        server.mode = mode;
        var client = client(true, null, server.url());

        assertSays(assertThrows(RegistryUnavailableException.class, () -> client.schemaOf(1)), server.url());
        assertSays(assertThrows(RegistryUnavailableException.class, () -> client.idOf("s", V1)), server.url());
    }

    @Test
    void unreachableRegistry_namesEveryUrl() throws Exception {
        String a = deadUrl();
        String b = deadUrl();

        assertSays(
                assertThrows(
                        RegistryUnavailableException.class,
                        () -> client(true, null, a, b).schemaOf(3)),
                a,
                b,
                "/schemas/ids/3");
    }

    @Test
    void afterAnOutage_theSameClientGoesOn() {
        var client = client(true, null, server.url());
        server.mode = Mode.STATUS_500;
        assertThrows(RegistryUnavailableException.class, () -> client.idOf("s", V1));

        server.mode = Mode.WELL;

        assertEquals(1, client.idOf("s", V1));
    }

    @Test
    void password_isSentAndNeverSaid() {
        server.wantedAuthorization = "Basic d2VpcjpwYXNzd29yZA=="; // weir:password
        var right = client(true, "password", server.url());
        var wrong = client(true, "pa55phrase", server.url());
        var none = client(true, null, server.url());

        assertEquals(1, right.idOf("s", V1));
        var refused = assertThrows(RegistryUnavailableException.class, () -> wrong.idOf("s", V1));
        assertSays(refused, "401", "registry.basic_auth_password");
        assertNeverSays(refused, "pa55phrase");
        assertSays(
                assertThrows(RegistryUnavailableException.class, () -> none.schemaOf(1)),
                "401",
                "registry.basic_auth_user");
    }

    @Test
    void unknownId_isAskedForAgainAfterAWhile() {
        var client = client(true, null, server.url());
        assertThrows(UnknownSchemaException.class, () -> client.schemaOf(1));
        server.register("s", V1);

        now = now.plus(ConfluentRestRegistry.UNKNOWN_FOR).minusMillis(1);
        assertThrows(UnknownSchemaException.class, () -> client.schemaOf(1));
        assertEquals(1, server.requests.size());

        now = now.plusMillis(1);
        assertEquals(V1, client.schemaOf(1));
    }

    @Test
    void schemaOfAnotherKind_isUnknownToUs() throws Exception {
        String protobuf = "{\"schemaType\":\"PROTOBUF\",\"schema\":\"message A {}\"}";
        try (RegistryServer other = RegistryServer.saying(new EmbeddedRegistry.Answer(200, protobuf))) {
            assertSays(
                    assertThrows(
                            UnknownSchemaException.class,
                            () -> client(true, null, other.url()).schemaOf(9)),
                    "schema id 9",
                    "PROTOBUF");
        }
    }

    @Test
    void schemaOfANameThatIsNowhere_isUnknownToUs() throws Exception {
        String unresolved = "{\"schema\":\"\\\"Elsewhere\\\"\"}";
        try (RegistryServer other = RegistryServer.saying(new EmbeddedRegistry.Answer(200, unresolved))) {
            assertSays(
                    assertThrows(
                            UnknownSchemaException.class,
                            () -> client(true, null, other.url()).schemaOf(9)),
                    "schema id 9",
                    "without references");
        }
    }

    @Test
    void embeddedRegistryServedOverHttp_decodesForAClient() throws Exception {
        EmbeddedRegistry embedded = new EmbeddedRegistry();
        TraceEvent event = Events.full();
        byte[] bytes = new AvroCodec(embedded).encode(Topics.TRACES, event);
        try (RegistryServer served = RegistryServer.serving(embedded)) {
            AvroCodec outside = new AvroCodec(client(false, null, served.url()));

            assertEquals(event, outside.decode(bytes, TraceEvent.class));
        }
    }

    private ConfluentRestRegistry client(boolean autoRegister, @Nullable String password, String... urls) {
        RegistryConfig config = new RegistryConfig(
                List.of(urls),
                password == null ? null : "weir",
                new Secret(password == null ? "" : password),
                Duration.ofSeconds(1),
                Duration.ofMillis(400),
                autoRegister,
                Registries.OWN);
        assertEquals(List.of(), config.problems());
        return new ConfluentRestRegistry(config, () -> now);
    }

    private static String deadUrl() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }
}
