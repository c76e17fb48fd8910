package dev.weir.topology.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.headers.DeadLetterHeaders.Origin;
import dev.weir.schemas.refusal.PoisonRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommitCycleTest {

    private static final String TOPIC = "texts";
    private static final String VALUES = "values";
    private static final byte[] KEY = {1};
    private static final CommitCycle.Stores STORES = new CommitCycle.Stores("counters", "hook");

    private final Uncommitted uncommitted = new Uncommitted();
    private final OneStep<String, String> step = OneStep.of(
            List.of(TOPIC),
            Serdes.String(),
            StepStores.supplier(Joining::new, STORES.after(StepStores.bytes(VALUES))),
            record -> String.valueOf(record.value()));

    private String shownWithin = "";

    CommitCycleTest() throws IOException {}

    /** A step that keeps texts in memory, and before each commit sends and stores them as one. */
    private final class Joining implements Processor<String, byte[], String, String> {

        private final CommitCycle<String, String> cycle = new CommitCycle<>(STORES, uncommitted);
        private final StringBuilder texts = new StringBuilder();
        private @Nullable KeyValueStore<byte[], byte[]> values;
        private Uncommitted.@Nullable Writer writer;

        @Override
        public void init(ProcessorContext<String, String> context) {
            cycle.open(context);
            texts.setLength(0);
            values = context.getStateStore(VALUES);
            writer = cycle.writer(VALUES);
            cycle.start(this::commit);
        }

        @Override
        public void process(Record<String, byte[]> record) {
            cycle.previousCommitSucceeded();
            String text = new String(record.value(), StandardCharsets.UTF_8);
            cycle.counters().add("read");
            texts.append(text);
            if (text.equals("crash")) {
                throw new IllegalStateException("crash");
            }
            cycle.processed();
            cycle.previousCommitSucceeded(); // as before the next record of the same transaction
            shownWithin = formerValue();
        }

        private void commit(long now) {
            if (texts.isEmpty()) {
                return;
            }
            if (texts.indexOf("refused") >= 0) {
                throw new IllegalStateException("refused");
            }
            String all = texts.toString();
            texts.setLength(0);
            KeyValueStore<byte[], byte[]> store = Objects.requireNonNull(values);
            Objects.requireNonNull(writer).before(KEY, store.get(KEY));
            store.put(KEY, all.getBytes(StandardCharsets.UTF_8));
            cycle.context().forward(new Record<>("k", all + "@" + (now == cycle.now()), now));
        }

        @Override
        public void close() {
            cycle.close();
        }
    }

    @AfterEach
    void close() throws IOException {
        step.close();
    }

    private void pipe(String text) {
        step.pipe(TOPIC, "k", text.getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
    }

    /** What a reader is shown instead of what the store holds, while an active task works on it. */
    private Map<ByteBuffer, Optional<byte[]>> shown(String store) {
        return uncommitted.of(store, 0).orElseThrow();
    }

    private String formerValue() {
        return shown(VALUES)
                .getOrDefault(ByteBuffer.wrap(KEY), Optional.empty())
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("nothing");
    }

    @Test
    void whatIsInMemory_isSentAndStoredBeforeTheCommit_withTheCounters() {
        pipe("a");
        assertEquals(List.of("a@true"), step.forwarded(), "forwarded at the time of the commit");
        pipe("b");
        assertEquals(List.of("b@true"), step.forwarded());
        assertEquals(Map.of("read", 2L), step.counters("counters"));
        assertEquals(1, step.entries(VALUES));
    }

    @Test
    void valueWrittenByACommit_isShownAsItWas_untilTheTaskGoesOn() {
        pipe("a");
        assertEquals("nothing", formerValue());
        assertEquals(1, shown("counters").size(), "the counter was written by the same commit");

        step.pass(CommitCycle.TICK);
        assertEquals(Map.of(), shown(VALUES), "the tick says that the commit has succeeded");
        assertEquals(Map.of(), shown("counters"));

        pipe("b");
        assertEquals("a", formerValue());
        pipe("c");
        assertEquals("b", formerValue(), "so does the next record");
    }

    @Test
    void suspect_triesEachRecordAlone_andReadersSeeWhatWasCommitted() throws IOException {
        PoisonRecords poisons = new PoisonRecords(failure -> true);
        poisons.commitFailed("0_0", 2, new IllegalStateException("refused"));
        try (OneStep<String, String> suspect = OneStep.of(
                List.of(TOPIC),
                Serdes.String(),
                StepStores.supplier(Joining::new, STORES.after(StepStores.bytes(VALUES))),
                record -> String.valueOf(record.value()),
                Map.of(PoisonRecords.SETTING, poisons))) {
            suspect.pipe(TOPIC, "k", new byte[] {'a'}, Instant.EPOCH);
            assertEquals("nothing", shownWithin, "written in the middle of a transaction");
            assertEquals(1, suspect.forwarded().size());
            suspect.pipe(TOPIC, "k", new byte[] {'b'}, Instant.EPOCH);
            assertEquals("a", shownWithin);
            suspect.pipe(TOPIC, "k", new byte[] {'c'}, Instant.EPOCH);
            assertEquals("nothing", shownWithin, "no suspect any more: nothing is written before the commit");

            assertEquals(Map.of("read", 3L), suspect.counters("counters"));
            assertTrue(poisons.isEmpty());
        }
    }

    @Test
    void suspectsRecordThatCannotBeCommitted_isKnownByItsOrigin() throws IOException {
        PoisonRecords poisons = new PoisonRecords(failure -> true);
        poisons.commitFailed("0_0", 2, new IllegalStateException("refused"));
        try (OneStep<String, String> suspect = OneStep.of(
                List.of(TOPIC),
                Serdes.String(),
                StepStores.supplier(Joining::new, STORES.after(StepStores.bytes(VALUES))),
                record -> String.valueOf(record.value()),
                Map.of(PoisonRecords.SETTING, poisons))) {
            suspect.pipe(TOPIC, "k", new byte[] {'a'}, Instant.EPOCH);
            assertThrows(
                    RuntimeException.class,
                    () -> suspect.pipe(TOPIC, "k", "refused".getBytes(StandardCharsets.UTF_8), Instant.EPOCH));
            poisons.failed(new Origin(TOPIC, 0, 1), new IllegalStateException("refused"));

            assertTrue(poisons.holds(new Origin(TOPIC, 0, 1)), "it was the second record's second time");
            assertEquals(2, poisons.suspectFor("0_0"), "the next start tries the same records");
        }
    }

    @Test
    void crashBeforeTheCommit_takesMemoryAndCountersBack() {
        pipe("a");
        step.forwarded();
        assertThrows(RuntimeException.class, () -> pipe("crash"));
        assertEquals(List.of(), step.forwarded(), "nothing of it left the step");

        step.reopen();
        pipe("b");
        assertEquals(List.of("b@true"), step.forwarded());
        assertEquals(Map.of("read", 2L), step.counters("counters"), "of a and b");
    }

    @Test
    void commitThatFails_writesNoCounter() {
        pipe("a");
        assertThrows(RuntimeException.class, () -> pipe("refused"));
        assertEquals(Map.of("read", 1L), step.counters("counters"));

        step.reopen();
        pipe("b");
        assertEquals(Map.of("read", 2L), step.counters("counters"));
    }

    @Test
    void taskThatStartsAgain_takesOverItsStores_andHasNothingUnderWay() {
        pipe("a");
        step.reopen();
        pipe("b");
        assertEquals("a", formerValue());
        assertFalse(uncommitted.isSpoiled(VALUES, 0));
        step.pass(CommitCycle.TICK);
        assertEquals(Map.of(), shown(VALUES));
    }

    @Test
    void taskThatEndsAfterItsCommit_isNoActiveCopy() throws IOException {
        pipe("a");
        step.pass(Duration.ofSeconds(1));
        step.close();
        assertEquals(Optional.empty(), uncommitted.of(VALUES, 0));
        assertEquals(Optional.empty(), uncommitted.of("counters", 0));
        assertFalse(uncommitted.isSpoiled(VALUES, 0));
    }

    @Test
    void taskThatEndsBehindItsHook_leavesStoresThatNobodyMayRead() throws IOException {
        pipe("a");
        step.close();
        assertEquals(Optional.empty(), uncommitted.of(VALUES, 0));
        assertTrue(uncommitted.isSpoiled(VALUES, 0));
        assertTrue(uncommitted.isSpoiled("counters", 0));
    }

    @Test
    void cycleThatWasNotOpened_saysSo() {
        CommitCycle<String, String> cycle = new CommitCycle<>(STORES, uncommitted);
        assertEquals(
                "used before init",
                assertThrows(NullPointerException.class, cycle::context).getMessage());
    }
}
