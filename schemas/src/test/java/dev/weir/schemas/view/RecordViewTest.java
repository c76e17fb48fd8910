package dev.weir.schemas.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.schemas.registry.Events;
import dev.weir.schemas.registry.OneSchema;
import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.registry.SchemaRegistry;
import dev.weir.schemas.registry.UndecodableRecordException;
import dev.weir.schemas.registry.UndecodableRecordException.Reason;
import dev.weir.schemas.registry.WriterSchemas;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordViewTest {

    private static final List<String> FIELDS = TraceEvent.getClassSchema().getFields().stream()
            .map(Schema.Field::name)
            .filter(name -> !name.equals("attributes"))
            .toList();

    private final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void view_saysWhatTheLibrarySays_whateverTheWriterAndTheBytes(long seed) throws IOException {
        Random random = new Random(seed);
        Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
        int read = 0;
        int planned = 0;
        for (int round = 0; round < 200; round++) {
            WriterSchemas.Writer writer = WriterSchemas.random(random);
            AvroCodec library = new AvroCodec(new OneSchema(writer.schema()));
            RecordView view = new RecordView(library, TraceEvent.class, FIELDS);
            planned += isPlanned(writer.schema()) ? 1 : 0;
            for (int i = 0; i < 30; i++) {
                byte[] bytes = writer.record(random);
                byte[] sent = i % 3 == 0 ? bytes : WriterSchemas.damaged(bytes, random);
                String where = "seed " + seed + ", round " + round + ", record " + i + ": " + Arrays.toString(sent)
                        + " of " + writer.schema();
                Reason reason = assertAlike(library, view, sent, where);
                if (reason == null) {
                    read++;
                } else {
                    refused.merge(reason, 1, Integer::sum);
                }
            }
        }
        System.out.println("views, seed " + seed + ": " + planned + " of 200 writers planned, " + read
                + " records read, refused " + refused);
        assertTrue(planned > 100 && planned < 195, planned + " planned");
        assertTrue(read > 2_000, read + " read");
        assertTrue(refused.getOrDefault(Reason.CORRUPT, 0) > 1_000, refused.toString());
        assertTrue(refused.getOrDefault(Reason.INCOMPATIBLE_SCHEMA, 0) > 10, refused.toString());
    }

    private static boolean isPlanned(Schema writer) {
        return planner(TraceEvent.getClassSchema()).plan(writer) != null;
    }

    private static ViewPlanner planner(Schema reader) {
        int[] slots = IntStream.range(0, reader.getFields().size())
                .map(i -> FIELDS.indexOf(reader.getFields().get(i).name()))
                .toArray();
        return new ViewPlanner(reader, SpecificData.getForClass(TraceEvent.class), slots);
    }

    /** The reason of both refusals; {@code null} where both have read the record and agree on every field. */
    private static @Nullable Reason assertAlike(AvroCodec library, RecordView view, byte[] bytes, String where) {
        TraceEvent expected;
        try {
            expected = library.decode(bytes, TraceEvent.class);
        } catch (UndecodableRecordException e) {
            var refusal = assertThrows(UndecodableRecordException.class, () -> view.read(bytes), where);
            assertEquals(e.reason(), refusal.reason(), where);
            assertEquals(e.getMessage(), refusal.getMessage(), where);
            assertFalse(view.has(0), where);
            return e.reason();
        }
        view.read(bytes);
        for (int slot = 0; slot < FIELDS.size(); slot++) {
            Object value = expected.get(FIELDS.get(slot));
            assertEquals(value != null, view.has(slot), FIELDS.get(slot) + ", " + where);
            if (value != null) {
                assertEquals(plain(value), shown(view, slot, value), FIELDS.get(slot) + ", " + where);
            }
        }
        return null;
    }

    private static Object plain(Object value) {
        if (value instanceof Instant instant) {
            return RecordViewTest.micros(instant);
        }
        if (value instanceof Enum<?> symbol) {
            return (long) symbol.ordinal();
        }
        if (value instanceof Collection<?> items) {
            return (long) items.size();
        }
        return value instanceof Integer number ? Long.valueOf(number) : value;
    }

    private static long micros(Instant instant) {
        return java.math.BigInteger.valueOf(instant.getEpochSecond())
                .multiply(java.math.BigInteger.valueOf(1_000_000))
                .add(java.math.BigInteger.valueOf(instant.getNano() / 1_000))
                .longValueExact();
    }

    private static Object shown(RecordView view, int slot, Object kind) {
        if (kind instanceof String) {
            return String.valueOf(view.text(slot));
        }
        return kind instanceof Double ? (Object) view.real(slot) : (Object) view.number(slot);
    }

    @Test
    void renamedFieldOfOurs_isReadByItsAlias() throws IOException {
        Schema reader = new Schema.Parser()
                .parse(TraceEvent.getClassSchema()
                        .toString()
                        .replace(
                                "{\"name\":\"input_tokens\",",
                                "{\"name\":\"input_tokens\",\"aliases\":[\"prompt_tokens\"],"));
        Random random = new Random(5);
        Schema writer = new Schema.Parser()
                .parse(TraceEvent.getClassSchema().toString().replace("\"input_tokens\"", "\"prompt_tokens\""));
        ViewPlan plan = Objects.requireNonNull(planner(reader).plan(writer));
        int given = 0;
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new WriterSchemas.Writer(writer).record(random);
            GenericRecord expected = new GenericDatumReader<GenericRecord>(writer, reader)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
            AvroBytes in = new AvroBytes();
            in.start(bytes, 5);
            long[] values = new long[FIELDS.size()];
            int slot = FIELDS.indexOf("input_tokens");

            boolean present = (plan.read(in, values) >>> slot & 1) != 0;

            assertEquals(expected.get("input_tokens"), present ? (Object) values[slot] : null, "seed 5, record " + i);
            given += present ? 1 : 0;
        }
        assertTrue(given > 50 && given < 190, given + " given");
    }

    @Test
    void missingField_hasTheReadersDefault() throws IOException {
        Schema writer = WriterSchemas.without("kind", "status", "cost_usd");
        RecordView view =
                new RecordView(new AvroCodec(new OneSchema(writer)), TraceEvent.class, List.of("kind", "cost_usd"));

        view.read(new WriterSchemas.Writer(writer).record(new Random(1)));

        assertEquals(SpanKind.LLM.ordinal(), view.number(0));
        assertFalse(view.has(1));
    }

    @Test
    void registryOutOfReach_isNotARefusal() {
        AvroCodec cut = new AvroCodec(new SchemaRegistry() {
            @Override
            public int idOf(String subject, Schema schema) {
                return 1;
            }

            @Override
            public Schema schemaOf(int id) {
                throw new RegistryUnavailableException("out of reach", new IOException("cut"));
            }

            @Override
            public void close() {
                // holds nothing
            }
        });
        RecordView view = new RecordView(cut, TraceEvent.class, FIELDS);

        assertThrows(RegistryUnavailableException.class, () -> view.read(new byte[] {0, 0, 0, 0, 1, 2}));
    }

    @Test
    void whatIsNoRecord_isRefusedAsTheCodecRefusesIt() {
        RecordView view = new RecordView(codec, TraceEvent.class, FIELDS);
        byte[] other = codec.encode(Topics.TRACES, Events.full());
        other[4]++;
        for (byte[] bytes : List.of(new byte[0], new byte[] {0, 1, 2}, new byte[] {1, 0, 0, 0, 1, 2}, other)) {
            assertNotNull(assertAlike(codec, view, bytes, Arrays.toString(bytes)));
        }
    }

    @Test
    void fieldThatCannotBeViewed_isNamed() {
        for (String name : List.of("attributes", "no_such_field")) {
            var e = assertThrows(
                    IllegalArgumentException.class, () -> new RecordView(codec, TraceEvent.class, List.of(name)));
            assertTrue(String.valueOf(e.getMessage()).contains(name), e.toString());
        }
    }

    @Test
    void ordinaryRecords_allocateNothing() {
        RecordView view = new RecordView(codec, TraceEvent.class, FIELDS);
        byte[] bytes = codec.encode(Topics.TRACES, Events.full());
        List<Long> used = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            long before = allocated();
            for (int i = 0; i < 10_000; i++) {
                view.read(bytes);
            }
            used.add(allocated() - before);
        }
        assertTrue(used.get(used.size() - 1) < 10_000, "bytes in 10 000 records, by round: " + used);
        assertNull(view.text(FIELDS.indexOf("reference_text")));
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
