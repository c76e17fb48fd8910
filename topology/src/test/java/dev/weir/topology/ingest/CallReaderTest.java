package dev.weir.topology.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.Calls;
import dev.weir.topology.Events;
import dev.weir.topology.record.ReadingException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CallReaderTest {

    private static final Instant NOON = Instant.parse("2026-08-01T12:00:00Z");

    private final CallReader reader = new CallReader(SeriesVersion.VARIANT_OR_PROMPT);

    private static TraceEvent.Builder call() {
        return Events.call("t", NOON);
    }

    @Test
    void sameNames_giveTheSameKeyObject() throws ReadingException {
        SeriesKey key = reader.series(Calls.of(call().setTenant("acme")
                .setEnvironment("staging")
                .setProvider("openai")
                .setVariant("b")));

        assertEquals(SeriesKey.of("acme", "staging", "chat", "openai", "gpt-4o", "b"), key);
        assertSame(
                key,
                reader.series(Calls.of(call().setTenant("acme")
                        .setEnvironment("staging")
                        .setProvider("openai")
                        .setVariant("b"))));
        assertSame(key.text(), key.text());
    }

    @Test
    void moreSeriesThanAreRemembered_areStillRight() throws ReadingException {
        Random random = new Random(3);
        for (int i = 0; i < 3 * CallReader.REMEMBERED; i++) {
            String route = "r" + random.nextInt(2 * CallReader.REMEMBERED);
            String tenant = "t" + random.nextInt(3);
            SeriesKey key = reader.series(Calls.of(call().setTenant(tenant).setRoute(route)));
            assertEquals(SeriesKey.of(tenant, "", route, "", "gpt-4o", ""), key, "seed 3, round " + i);
        }
    }

    @Test
    void idsOfAnyBytes_areJudgedByTheirCharacters() throws ReadingException {
        reader.series(Calls.of(call().setTraceId("\u4e2d".repeat(128))));
        reader.series(Calls.of(call().setSpanId("x".repeat(128))));
        for (String id : new String[] {"", " ", "\t", "\u2003", "x".repeat(129), "\u4e2d".repeat(129)}) {
            assertThrows(ReadingException.class, () -> reader.series(Calls.of(call().setTraceId(id))), id);
            assertThrows(ReadingException.class, () -> reader.series(Calls.of(call().setSpanId(id))), id);
        }
    }

    @Test
    void durationsThatCannotBe_areRefused() throws ReadingException {
        assertEquals(
                NOON.toEpochMilli() * 1_000,
                CallReader.eventMicros(Calls.of(call().setStartTime(NOON).setDurationMicros(null))));
        for (long duration : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThrows(
                    ReadingException.class,
                    () -> CallReader.eventMicros(Calls.of(call().setDurationMicros(duration))),
                    "" + duration);
        }
    }
}
