package dev.weir.topology.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.ToolCall;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.Calls;
import dev.weir.topology.Events;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallViewTest {

    private static final Instant NOON = Instant.parse("2026-08-01T12:00:00.000001Z");

    private final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());

    private static TraceEvent.Builder plain() {
        return TraceEvent.newBuilder().setTraceId("t").setSpanId("s").setStartTime(NOON);
    }

    /** Every field that both have under one name, from records with some fields and not others. */
    @Test
    void accessors_sayWhatTheEventSays() throws ReflectiveOperationException {
        Random random = new Random(20);
        CallView view = new CallView(codec);
        int given = 0;
        int absent = 0;
        for (int i = 0; i < 300; i++) {
            TraceEvent event = random(random);
            view.read(codec.encode(Topics.TRACES, event));
            for (Schema.Field field : TraceEvent.getClassSchema().getFields()) {
                Method accessor = accessor(field.name());
                if (accessor != null) {
                    Object expected = event.get(field.pos());
                    assertEquals(expected(accessor, expected), accessor.invoke(view), "seed 20, " + field.name());
                    given += expected == null ? 0 : 1;
                    absent += expected == null ? 1 : 0;
                }
            }
            assertEquals(1_785_585_600_000_001L, view.startMicros());
            assertEquals(event.getOutputText() != null, view.hasOutputText());
        }
        assertTrue(given > 3_000 && absent > 2_000, given + " given, " + absent + " absent");
    }

    /** Every whole number of the event that is read at all, accessor or not. */
    @Test
    void number_saysWhatTheEventSays() {
        List<CallField> numbers = Arrays.stream(CallField.values())
                .filter(CallViewTest::isWholeNumber)
                .toList();
        Random random = new Random(21);
        CallView view = new CallView(codec);
        int given = 0;
        for (int i = 0; i < 100; i++) {
            TraceEvent event = random(random);
            view.read(codec.encode(Topics.TRACES, event));
            for (CallField field : numbers) {
                Number expected = (Number) event.get(field.wireName());
                assertEquals(
                        expected == null ? CallView.ABSENT : expected.longValue(),
                        view.number(field),
                        "seed 21, " + field.wireName());
                given += expected == null ? 0 : 1;
            }
        }
        assertTrue(numbers.contains(CallField.REASONING_OUTPUT_TOKENS), numbers.toString());
        assertTrue(given > 300 && given < 100 * numbers.size() - 300, given + " given");
    }

    private static boolean isWholeNumber(CallField field) {
        Schema schema = TraceEvent.getClassSchema().getField(field.wireName()).schema();
        return schema.getType() == Schema.Type.UNION
                && Set.of(Schema.Type.LONG, Schema.Type.INT)
                        .contains(schema.getTypes().get(1).getType());
    }

    private static TraceEvent random(Random random) {
        TraceEvent event = plain().build();
        for (Schema.Field field : TraceEvent.getClassSchema().getFields()) {
            if (field.schema().getType() != Schema.Type.UNION || random.nextBoolean()) {
                continue;
            }
            switch (field.schema().getTypes().get(1).getType()) {
                case STRING -> event.put(field.pos(), Integer.toString(random.nextInt(), 36) + "\u00e9");
                case LONG -> event.put(field.pos(), random.nextLong());
                case INT -> event.put(field.pos(), random.nextInt());
                case DOUBLE -> event.put(field.pos(), random.nextDouble());
                default -> {}
            }
        }
        event.setKind(SpanKind.values()[random.nextInt(SpanKind.values().length)]);
        event.setStatus(SpanStatus.values()[random.nextInt(SpanStatus.values().length)]);
        return event;
    }

    private static @Nullable Method accessor(String field) {
        StringBuilder name = new StringBuilder();
        for (String word : field.split("_")) {
            name.append(
                            name.isEmpty()
                                    ? word.substring(0, 1)
                                    : word.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(word.substring(1));
        }
        try {
            return CallView.class.getMethod(name.toString());
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static @Nullable Object expected(Method accessor, @Nullable Object value) {
        if (accessor.getReturnType() == long.class) {
            return value == null ? CallView.ABSENT : Long.valueOf(((Number) value).longValue());
        }
        return accessor.getReturnType() == double.class && value == null ? (Object) Double.NaN : value;
    }

    @Test
    void absentNumber_isNeverZeroAndNoNumberIsTakenForAbsent() {
        assertEquals(CallView.ABSENT, Calls.of(plain()).inputTokens());
        assertEquals(0, Calls.of(plain().setInputTokens(0L)).inputTokens());
        assertEquals(
                CallView.ABSENT + 1,
                Calls.of(plain().setInputTokens(Long.MIN_VALUE)).inputTokens());
        assertTrue(Double.isNaN(Calls.of(plain()).costUsd()));
    }

    @Test
    void toolCalls_countWhereThereIsOne() {
        assertFalse(Calls.of(plain()).hasToolCalls());
        assertFalse(Calls.of(plain().setToolCalls(List.of())).hasToolCalls());
        ToolCall tool = ToolCall.newBuilder().setName("search").build();
        assertTrue(Calls.of(plain().setToolCalls(List.of(tool))).hasToolCalls());
    }

    @Test
    void namesThatComeBack_areOneObject_andNothingOfTheLastRecordStays() {
        CallView view = new CallView(codec);
        view.read(codec.encode(
                Topics.TRACES, plain().setRoute("chat").setName("n").build()));
        String route = view.route();
        assertEquals("n", view.name());
        view.read(codec.encode(Topics.TRACES, plain().setRoute("chat").build()));

        assertSame(route, view.route());
        assertNull(view.name());
    }

    @Test
    void placesOfIdsAndAnswer_holdTheirBytes() {
        CallView view = Calls.of(Events.call("trace-\u00fc", NOON).setOutputText("Hello \u4e2d"));
        assertEquals("trace-\u00fc", text(view, view.traceIdOffset(), view.traceIdLength()));
        assertEquals("1", text(view, view.spanIdOffset(), view.spanIdLength()));
        assertEquals("Hello \u4e2d", text(view, view.outputTextOffset(), view.outputTextLength()));
        assertEquals(0, Calls.of(plain()).outputTextLength());
    }

    private static String text(CallView view, int offset, int length) {
        return new String(view.bytes(), offset, length, StandardCharsets.UTF_8);
    }

    @Test
    void fingerprint_isOfBothIdsAndOfWhereTheyMeet() {
        long one = Calls.of(plain().setTraceId("ab").setSpanId("c")).fingerprint();
        assertEquals(
                one,
                Calls.of(plain().setTraceId("ab").setSpanId("c").setRoute("x")).fingerprint());
        assertNotEquals(one, Calls.of(plain().setTraceId("a").setSpanId("bc")).fingerprint());
        assertNotEquals(one, Calls.of(plain().setTraceId("ab").setSpanId("d")).fingerprint());
        assertNotEquals(one, Calls.of(plain().setTraceId("c").setSpanId("ab")).fingerprint());
    }
}
