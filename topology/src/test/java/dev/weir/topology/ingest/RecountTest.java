package dev.weir.topology.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.Events;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same records give the same calls as {@code fold-calls} counts: {@link FoldCallsTest} has the same cases. */
class RecountTest {

    private static final Instant T0 = Instant.parse("2026-11-20T10:00:00Z");
    private static final String SPANS = SourcesConfig.DEFAULT.otlpSpans();

    private final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
    private final List<String> counted = new ArrayList<>();
    private final Recount recount = recount(new DuplicatesConfig(Duration.ofMinutes(10), 100));

    private Recount recount(DuplicatesConfig duplicates) {
        return new Recount(Intakes.of(codec), duplicates, MappedFeed.sources(SourcesConfig.DEFAULT, codec), call -> {
            assertFalse(call.sampling().sampled(), "a recount judges nobody");
            counted.add(call.event().traceId() + " of " + call.arrivalMillis());
        });
    }

    private void read(Recount by, int partition, TraceEvent event, Instant arrival) {
        by.read(Topics.TRACES.name(), partition, arrival.toEpochMilli(), null, codec.encode(Topics.TRACES, event));
    }

    private void read(String trace, Instant end, Instant arrival) {
        read(recount, 0, Events.call(trace, end).build(), arrival);
    }

    private static String counted(String trace, Instant arrival) {
        return trace + " of " + arrival.toEpochMilli();
    }

    @Test
    void everyCall_isToldOnce_whileItIsRemembered() {
        read("a", T0, T0);
        read("a", T0, T0.plusSeconds(1));
        read("b", T0, T0.plusSeconds(1));
        assertEquals(List.of(counted("a", T0), counted("b", T0.plusSeconds(1))), counted);
        assertEquals(0, recount.refused(), "a call that comes again is not refused");
    }

    @Test
    void callThatComesAgain_countsInAnotherPartition_forAnotherTaskReadIt() {
        read(recount, 0, Events.call("a", T0).build(), T0);
        read(recount, 1, Events.call("a", T0).build(), T0);
        assertEquals(2, counted.size());
    }

    @Test
    void callThatComesAgain_countsWhereNothingIsRemembered() {
        Recount forgetful = recount(new DuplicatesConfig(Duration.ZERO, 100));
        read(forgetful, 0, Events.call("a", T0).build(), T0);
        read(forgetful, 0, Events.call("a", T0).build(), T0);
        assertEquals(2, counted.size());
    }

    @Test
    void otherSpans_areNoCalls() {
        read(recount, 0, Events.call("a", T0).setKind(SpanKind.TOOL).build(), T0);
        assertEquals(List.of(), counted);
        assertEquals(0, recount.refused());
    }

    @Test
    void whatWasRefused_isRefusedAgain() {
        recount.read(Topics.TRACES.name(), 0, T0.toEpochMilli(), null, null);
        recount.read(Topics.TRACES.name(), 0, T0.toEpochMilli(), null, new byte[] {9});
        read("old", T0.minus(Intakes.MAX_AGE).minusSeconds(1), T0);
        read("ahead", T0.plus(Intakes.MAX_AHEAD).plusSeconds(1), T0);
        recount.read(SPANS, 0, T0.toEpochMilli(), null, "{\"resourceSpans\":[{".getBytes(StandardCharsets.UTF_8));

        assertEquals(5, recount.refused());
        assertEquals(List.of(), counted);
        read("a", T0, T0);
        assertEquals(List.of(counted("a", T0)), counted);
    }

    @Test
    void topicThatIsNoSource_isADefectThatNamesTheSources() {
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> recount.read("elsewhere", 0, 0, null, new byte[0]));
        assertEquals("elsewhere: expected one of [" + Topics.TRACES.name() + ", " + SPANS + "]", thrown.getMessage());
    }
}
