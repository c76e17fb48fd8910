package dev.weir.schemas.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.schemas.avro.SpanKind;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Instant;
import java.util.Arrays;
import org.apache.avro.util.ClassUtils;
import org.junit.jupiter.api.Test;

class TrustedRecordsTest {

    @Test
    void generatedBuilder_worksBeforeAnyOtherClassOfOurs() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // A fresh loader has a fresh Avro, which trusts nothing of ours yet.
        try (URLClassLoader fresh = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(fresh);
            Class<?> type = fresh.loadClass("dev.weir.schemas.avro.TraceEvent");
            Object builder = type.getMethod("newBuilder").invoke(null);
            builder.getClass().getMethod("setTraceId", String.class).invoke(builder, "t");
            builder.getClass().getMethod("setSpanId", String.class).invoke(builder, "s");
            builder.getClass().getMethod("setStartTime", Instant.class).invoke(builder, Instant.EPOCH);

            Object event = builder.getClass().getMethod("build").invoke(builder);

            assertEquals("LLM", type.getMethod("getKind").invoke(event).toString());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void trust_endsAtTheGeneratedPackage() throws Exception {
        TrustedRecords.trust();

        assertEquals(SpanKind.class, ClassUtils.forName(SpanKind.class.getName()));
        assertThrows(SecurityException.class, () -> ClassUtils.forName("java.lang.ProcessBuilder"));
        assertThrows(SecurityException.class, () -> ClassUtils.forName(AvroCodec.class.getName()));
        assertFalse(System.getProperties().containsKey("org.apache.avro.SERIALIZABLE_PACKAGES"));
    }

    private static URL[] classPath() {
        return Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator))
                .map(TrustedRecordsTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return new File(entry).toURI().toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalStateException(entry, e);
        }
    }
}
