package dev.weir.schemas.registry;

import static dev.weir.schemas.Messages.assertNeverSays;
import static dev.weir.schemas.Messages.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.schemas.Secret;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistriesTest {

    /** A provider that a user put on the class path. */
    public static final class Plugged implements SchemaRegistryProvider {
        @Override
        public String name() {
            return "plugged";
        }

        @Override
        public SchemaRegistry open(RegistryConfig config) {
            return new OneSchema(Schema.create(Schema.Type.LONG));
        }
    }

    @Test
    void noUrl_isTheEmbeddedRegistry() {
        assertEquals(List.of(), RegistryConfig.DEFAULT.problems());
        assertInstanceOf(EmbeddedRegistry.class, Registries.open(RegistryConfig.DEFAULT));
    }

    @Test
    void url_isTheRestClient() {
        RegistryConfig config = RegistryConfig.DEFAULT.withUrls(List.of("http://registry:8081"));

        assertInstanceOf(ConfluentRestRegistry.class, Registries.open(config));
    }

    @Test
    void providerOnTheClassPath_isChosenByName(@TempDir Path folder) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(SchemaRegistryProvider.class.getName()), Plugged.class.getName());
        RegistryConfig defaults = RegistryConfig.DEFAULT;
        RegistryConfig config = new RegistryConfig(
                List.of("http://r:1"),
                null,
                defaults.basicAuthPassword(),
                defaults.connectTimeout(),
                defaults.requestTimeout(),
                true,
                "plugged");
        assertSays(
                assertThrows(IllegalArgumentException.class, () -> Registries.open(config)),
                "provider = plugged",
                "[weir]");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (var loader =
                new java.net.URLClassLoader(new java.net.URL[] {folder.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);

            assertInstanceOf(OneSchema.class, Registries.open(config));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void badSettings_areNamedAllAtOnceWithoutSecrets() {
        RegistryConfig config = new RegistryConfig(
                List.of("ftp://a", "http://me:hunter2@b", "not a url", "http://c?x=1"),
                null,
                new Secret("hunter3"),
                Duration.ZERO,
                Duration.ofSeconds(-1),
                true,
                "nobody");

        List<String> problems = config.problems();

        assertEquals(8, problems.size(), problems.toString());
        assertEquals("urls[0] = ftp://a: expected http://host:port or https://host:port", problems.get(0));
        assertEquals("provider = nobody: expected one of [weir]", problems.get(7));
        assertFalse(problems.toString().contains("hunter"), problems.toString());
        assertFalse(config.toString().contains("hunter3"), config.toString());
        assertNeverSays(assertThrows(IllegalArgumentException.class, () -> Registries.open(config)), "hunter");
    }

    @Test
    void serde_keepsTombstonesAndTellsTypesApart() {
        AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
        try (var any = new AvroSerde<>(codec, Topics.WINDOW_STATS, SpecificRecord.class);
                var one = new AvroSerde<>(codec, Topics.WINDOW_STATS, Progress.class)) {
            Progress progress = new Progress(1, Instant.EPOCH, true, null);
            byte[] bytes = any.serializer().serialize("whatever", progress);

            assertEquals(progress, any.deserializer().deserialize("whatever", bytes));
            assertEquals(progress, one.deserializer().deserialize("whatever", bytes));
            assertNull(one.serializer().serialize("whatever", null));
            assertNull(any.deserializer().deserialize("whatever", null));
        }
    }
}
