package dev.weir.schemas.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Progress;
import dev.weir.schemas.avro.TraceEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Our ids, paths and bytes held against Confluent's own client (7.5.3, as Flink packs it), which is loaded from
 * target/oracle in a class loader of its own, so that none of its libraries meets ours.
 */
class ConfluentClientOracleTest {

    private static final String CONFLUENT =
            "org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.";
    private static final String AVRO = "org.apache.flink.avro.shaded.org.apache.avro.";

    private static URLClassLoader oracle;

    @BeforeAll
    static void load() throws Exception {
        Path folder = Path.of("target", "oracle");
        List<URL> jars = List.of();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                jars = files.filter(file -> file.toString().endsWith(".jar"))
                        .map(ConfluentClientOracleTest::urlOf)
                        .toList();
            }
        }
        if (jars.isEmpty()) {
            System.out.println("skipped: no Confluent client in target/oracle");
            Assumptions.abort("no Confluent client in target/oracle");
        }
        // The only class it takes from outside is slf4j's.
        oracle = new URLClassLoader(jars.toArray(URL[]::new), new Slf4jOnly());
    }

    @AfterAll
    static void unload() throws Exception {
        if (oracle != null) {
            oracle.close();
        }
    }

    @Test
    void embeddedRegistry_isReadByTheGenuineClient() throws Exception {
        EmbeddedRegistry embedded = new EmbeddedRegistry();
        Schema trace = SchemaText.wireForm(TraceEvent.getClassSchema());
        int id = embedded.idOf("weir.traces-value", trace);
        try (RegistryServer server = RegistryServer.serving(embedded)) {
            Object client = client(server.url());

            Object latest = call(client, "getLatestSchemaMetadata", "weir.traces-value");
            assertEquals(id, call(latest, "getId"));
            assertEquals(trace, new Schema.Parser().parse((String) call(latest, "getSchema")));
            assertEquals(trace, new Schema.Parser().parse((String)
                            call(call(client, "getSchemaById", id), "canonicalString")));
            assertEquals(List.of(1), call(client, "getAllVersions", "weir.traces-value"));
            assertEquals(11, new TreeSet<>((Collection<?>) call(client, "getAllSubjects")).size());
        }
    }

    @Test
    void embeddedRegistry_takesFromTheGenuineClientWhatItHas() throws Exception {
        EmbeddedRegistry embedded = new EmbeddedRegistry();
        Schema trace = SchemaText.wireForm(TraceEvent.getClassSchema());
        int id = embedded.idOf("weir.traces-value", trace);
        try (RegistryServer server = RegistryServer.serving(embedded)) {
            Object client = client(server.url());
            Class<?> parsedSchema = oracle.loadClass(CONFLUENT + "ParsedSchema");
            Method register = client.getClass().getMethod("register", String.class, parsedSchema);
            Method getId = client.getClass().getMethod("getId", String.class, parsedSchema);
            Method getVersion = client.getClass().getMethod("getVersion", String.class, parsedSchema);
            Method test = client.getClass().getMethod("testCompatibility", String.class, parsedSchema);
            Object theirs = theirs(trace.toString());
            Object other = theirs("{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}");

            assertEquals(id, getId.invoke(client, "weir.traces-value", theirs));
            assertEquals(id, register.invoke(client, "weir.traces-value", theirs));
            assertEquals(1, getVersion.invoke(client, "weir.traces-value", theirs));
            assertEquals(true, test.invoke(client, "weir.traces-value", theirs));
            assertEquals(false, test.invoke(client, "weir.traces-value", other));
            Throwable refused = Objects.requireNonNull(assertThrows(
                            InvocationTargetException.class, () -> register.invoke(client, "weir.traces-value", other))
                    .getCause());
            assertEquals("RestClientException", refused.getClass().getSimpleName());
            assertEquals(422, call(refused, "getStatus"));
            assertEquals(42205, call(refused, "getErrorCode"));
        }
    }

    private static Object theirs(String schema) throws Exception {
        return oracle.loadClass(CONFLUENT + "avro.AvroSchema")
                .getConstructor(String.class)
                .newInstance(schema);
    }

    @Test
    void bytesWeWrote_areDecodedByTheGenuineClientAndItsAvro() throws Exception {
        EmbeddedRegistry embedded = new EmbeddedRegistry();
        TraceEvent event = Events.full();
        byte[] bytes = new AvroCodec(embedded).encode(Topics.TRACES, event);
        try (RegistryServer server = RegistryServer.serving(embedded)) {
            InputStream in = new ByteArrayInputStream(bytes);

            Object writer = coder(server.url(), "any")
                    .getClass()
                    .getMethod("readSchema", InputStream.class)
                    .invoke(coder(server.url(), "any"), in);
            Object record = readGeneric(writer, in);

            assertEquals(event.getTraceId(), field(record, "trace_id"));
            assertEquals(event.getInputText(), field(record, "input_text"));
            assertEquals("EMBEDDING", field(record, "kind"));
            assertEquals(String.valueOf(event.getCostUsd()), field(record, "cost_usd"));
            assertEquals("1767225600123456", field(record, "start_time"));
            assertEquals(0, in.available());
        }
    }

    @Test
    void headerTheGenuineClientWrote_isReadByUs() throws Exception {
        try (RegistryServer server = RegistryServer.start()) {
            Progress progress = new Progress(4, Instant.EPOCH, false, Instant.EPOCH);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Object coder = coder(server.url(), "weir.window-stats-value");
            Object schema = parsed(SchemaText.wireForm(progress.getSchema()));
            coder.getClass()
                    .getMethod("writeSchema", oracle.loadClass(AVRO + "Schema"), OutputStream.class)
                    .invoke(coder, schema, out);
            byte[] single = progress.toByteBuffer().array();
            out.write(single, 10, single.length - 10);

            var ours = new ConfluentRestRegistry(
                    RegistryConfig.DEFAULT.withUrls(List.of(server.url())), () -> Instant.EPOCH);

            assertEquals(progress, new AvroCodec(ours).decode(out.toByteArray(), Progress.class));
        }
    }

    @Test
    void ids_areTheSameForBothClients() throws Exception {
        try (RegistryServer server = RegistryServer.start()) {
            var ours = new ConfluentRestRegistry(
                    RegistryConfig.DEFAULT.withUrls(List.of(server.url())), () -> Instant.EPOCH);
            Schema trace = SchemaText.wireForm(TraceEvent.getClassSchema());
            int id = ours.idOf("weir.traces-value", trace);
            Class<?> parsedSchema = oracle.loadClass(CONFLUENT + "ParsedSchema");
            Object theirs = theirs(trace.toString());
            Object client = client(server.url());

            Method getId = client.getClass().getMethod("getId", String.class, parsedSchema);
            Method register = client.getClass().getMethod("register", String.class, parsedSchema);

            assertEquals(id, getId.invoke(client, "weir.traces-value", theirs));
            assertEquals(id, register.invoke(client, "another-value", theirs));
        }
    }

    private static Object client(String url) throws Exception {
        return oracle.loadClass(CONFLUENT + "client.CachedSchemaRegistryClient")
                .getConstructor(String.class, int.class)
                .newInstance(url, 100);
    }

    private static Object coder(String url, String subject) throws Exception {
        Class<?> clientType = oracle.loadClass(CONFLUENT + "client.SchemaRegistryClient");
        return oracle.loadClass("org.apache.flink.formats.avro.registry.confluent.ConfluentSchemaRegistryCoder")
                .getConstructor(String.class, clientType)
                .newInstance(subject, client(url));
    }

    private static Object parsed(Schema schema) throws Exception {
        Object parser =
                oracle.loadClass(AVRO + "Schema$Parser").getConstructor().newInstance();
        return call(parser, "parse", schema.toString());
    }

    private static Object readGeneric(Object writer, InputStream in) throws Exception {
        Class<?> schemaType = oracle.loadClass(AVRO + "Schema");
        Object factory =
                oracle.loadClass(AVRO + "io.DecoderFactory").getMethod("get").invoke(null);
        Class<?> binaryDecoder = oracle.loadClass(AVRO + "io.BinaryDecoder");
        Object decoder = factory.getClass()
                .getMethod("directBinaryDecoder", InputStream.class, binaryDecoder)
                .invoke(factory, in, null);
        Object reader = oracle.loadClass(AVRO + "generic.GenericDatumReader")
                .getConstructor(schemaType)
                .newInstance(writer);
        return reader.getClass()
                .getMethod("read", Object.class, oracle.loadClass(AVRO + "io.Decoder"))
                .invoke(reader, null, decoder);
    }

    private static String field(Object record, String name) throws Exception {
        return String.valueOf(call(record, "get", name));
    }

    private static Object call(Object target, String method, Object... arguments) throws Exception {
        Class<?>[] types = Stream.of(arguments)
                .map(argument -> argument instanceof Integer ? int.class : argument.getClass())
                .toArray(Class<?>[]::new);
        return target.getClass().getMethod(method, types).invoke(target, arguments);
    }

    private static URL urlOf(Path file) {
        try {
            return file.toUri().toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }

    /** Nothing of our class path but the logging door. */
    private static final class Slf4jOnly extends ClassLoader {
        Slf4jOnly() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("org.slf4j.")) {
                return ConfluentClientOracleTest.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
