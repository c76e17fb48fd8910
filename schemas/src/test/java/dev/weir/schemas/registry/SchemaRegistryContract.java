package dev.weir.schemas.registry;

import static dev.weir.schemas.Messages.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Progress;
import dev.weir.schemas.avro.TraceEvent;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What every registry owes its callers. */
abstract class SchemaRegistryContract {

    private static final Schema TRACE = SchemaText.wireForm(TraceEvent.getClassSchema());
    private static final Schema PROGRESS = SchemaText.wireForm(Progress.getClassSchema());

    /** A registry that takes our own schemas. */
    abstract SchemaRegistry registry() throws Exception;

    @Test
    void schemaOfItsId_isTheSchema() throws Exception {
        try (SchemaRegistry registry = registry()) {
            int id = registry.idOf("weir.traces-value", TRACE);

            assertTrue(id > 0, "id " + id);
            assertEquals(TRACE, registry.schemaOf(id));
        }
    }

    @Test
    void oneSchema_hasOneIdWhereverItIsUsed() throws Exception {
        try (SchemaRegistry registry = registry()) {
            int id = registry.idOf("weir.window-stats-dev.weir.schemas.avro.Progress", PROGRESS);

            assertEquals(id, registry.idOf("weir.window-stats-dev.weir.schemas.avro.Progress", PROGRESS));
            assertEquals(id, registry.idOf("weir.window-spend-dev.weir.schemas.avro.Progress", PROGRESS));
        }
    }

    @Test
    void twoSchemas_haveTwoIds() throws Exception {
        try (SchemaRegistry registry = registry()) {
            assertNotEquals(registry.idOf("a", TRACE), registry.idOf("b", PROGRESS));
        }
    }

    @Test
    void idOfNothing_isUnknown() throws Exception {
        try (SchemaRegistry registry = registry()) {
            for (int id : new int[] {0, -1, 7_777, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                assertSays(assertThrows(UnknownSchemaException.class, () -> registry.schemaOf(id)), "schema id " + id);
            }
        }
    }

    @Test
    void records_passThroughACodecOfEachThread() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (SchemaRegistry registry = registry()) {
            AvroCodec codec = new AvroCodec(registry);
            List<Callable<Progress>> work = IntStream.range(0, 400)
                    .<Callable<Progress>>mapToObj(i -> () -> codec.decode(
                            codec.encode(
                                    Topics.WINDOW_STATS, new Progress(i, Instant.ofEpochSecond(i), i % 2 == 0, null)),
                            Progress.class))
                    .toList();

            var done = threads.invokeAll(work);

            for (int i = 0; i < 400; i++) {
                assertEquals(
                        new Progress(i, Instant.ofEpochSecond(i), i % 2 == 0, null),
                        done.get(i).get());
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
