package dev.weir.topology.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.otlp.Mapped.Event;
import dev.weir.topology.otlp.Mapped.Ignored;
import dev.weir.topology.otlp.Mapped.Refused;
import dev.weir.topology.otlp.span.Repair;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of spans, whatever dialect they are of. */
class OtlpMapperTest {

    private static final Object[] CHAT = {"gen_ai.operation.name", "chat", "gen_ai.request.model", "gpt-4o"};

    @Test
    void idsAndTimes_areThoseOfTheSpan() {
        TraceEvent event = Otlp.only(Otlp.span(CHAT).setParentSpanId(Otlp.hex("1111111111111111")))
                .event();

        assertEquals(Otlp.TRACE_ID, event.getTraceId());
        assertEquals(Otlp.SPAN_ID, event.getSpanId());
        assertEquals("1111111111111111", event.getParentSpanId());
        assertEquals(Instant.ofEpochSecond(Otlp.START / Otlp.SECOND), event.getStartTime());
        assertEquals(2_000_000L, event.getDurationMicros());
    }

    @Test
    void microseconds_areCutSoThatTheEndStaysTheEnd() {
        TraceEvent event = Otlp.only(
                        Otlp.span(CHAT).setStartTimeUnixNano(Otlp.START + 1_999).setEndTimeUnixNano(Otlp.START + 3_001))
                .event();

        assertEquals(2L, event.getDurationMicros());
    }

    @Test
    void zeroParent_isARoot() {
        assertNull(Otlp.only(Otlp.span(CHAT).setParentSpanId(Otlp.hex("0000000000000000")))
                .event()
                .getParentSpanId());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Otlp.START - 1})
    void endThatIsMissingOrBeforeTheStart_leavesTheDurationUnknown(long end) {
        Event mapped = Otlp.only(Otlp.span(CHAT).setEndTimeUnixNano(end));

        assertNull(mapped.event().getDurationMicros());
        assertTrue(mapped.repairs().contains(Repair.DURATION_UNKNOWN));
    }

    @Test
    void spansOfOtherKinds_areIgnored() {
        List<Mapped> mapped = Otlp.map(
                Otlp.span("http.request.method", "GET", "http.route", "/a").build(),
                Otlp.span("db.system.name", "postgresql", "model", "Volvo").build(),
                Otlp.span("user.id", "u", "session.id", "s").build(),
                Otlp.span().build());

        assertEquals(Collections.nCopies(4, new Ignored(IgnoredReason.NOT_LLM)), mapped);
    }

    @Test
    void oneUnusableSpan_isRefusedAndItsSiblingsGoOn() {
        Span bad = Otlp.span(CHAT).clearSpanId().build();
        List<Mapped> mapped =
                Otlp.map(Otlp.span(CHAT).build(), bad, Otlp.span(CHAT).build());

        assertInstanceOf(Event.class, mapped.get(0));
        assertInstanceOf(Event.class, mapped.get(2));
        Refused refused = assertInstanceOf(Refused.class, mapped.get(1));
        assertEquals("span_id", refused.field());
        assertEquals("span_id is absent: expected 16 hexadecimal digits, not all 0", refused.message());
    }

    @Test
    void refusedSpan_isARequestOfItsOwnInTheFormItCameIn() throws Exception {
        Span bad = Otlp.span(CHAT).setTraceId(ByteString.copyFromUtf8("short")).build();
        var request = Otlp.request(
                Otlp.attributes("service.name", "shop"),
                "scope",
                Otlp.span(CHAT).build(),
                bad);

        Refused proto = (Refused) Otlp.map(MapperConfig.DEFAULT, request.toByteArray(), SourceFormat.OTLP_PROTO)
                .get(1);
        Refused json = (Refused) Otlp.map(
                        MapperConfig.DEFAULT,
                        OtlpJson.of(request).getBytes(StandardCharsets.UTF_8),
                        SourceFormat.OTLP_JSON)
                .get(1);

        var alone = Otlp.request(Otlp.attributes("service.name", "shop"), "scope", bad);
        assertEquals(alone, ExportTraceServiceRequest.parseFrom(proto.record()));
        assertEquals(OtlpJson.of(alone), new String(json.record(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void spanWithoutAUsableStart_isRefused(long start) {
        Refused refused = assertInstanceOf(
                Refused.class,
                Otlp.map(Otlp.span(CHAT).setStartTimeUnixNano(start).build()).get(0));

        assertEquals("start_time_unix_nano", refused.field());
    }

    @Test
    void idsInBase64_areTakenAndCounted() {
        String json = OtlpJson.of(Otlp.request(List.of(), "", Otlp.span(CHAT).build()))
                .replace(Otlp.TRACE_ID, "S/kvNXezTaajzpKdDg5HNg==")
                .replace(Otlp.SPAN_ID, "APBnqgupArc=");

        Event mapped = Otlp.only(
                Otlp.map(MapperConfig.DEFAULT, json.getBytes(StandardCharsets.UTF_8), SourceFormat.OTLP_JSON));

        assertEquals(Otlp.TRACE_ID, mapped.event().getTraceId());
        assertEquals(Otlp.SPAN_ID, mapped.event().getSpanId());
        assertTrue(mapped.repairs().contains(Repair.ID_FROM_BASE64));
    }

    @Test
    void idsInUpperCase_areTheSameIds() {
        String json = OtlpJson.of(Otlp.request(List.of(), "", Otlp.span(CHAT).build()))
                .replace(Otlp.TRACE_ID, Otlp.TRACE_ID.toUpperCase(Locale.ROOT));

        assertEquals(
                Otlp.TRACE_ID,
                Otlp.only(Otlp.map(MapperConfig.DEFAULT, json.getBytes(StandardCharsets.UTF_8), SourceFormat.OTLP_JSON))
                        .event()
                        .getTraceId());
    }

    @Test
    void statusByName_isReadAsByNumber() {
        String json = OtlpJson.of(Otlp.request(List.of(), "", Otlp.span(CHAT).build()))
                .replace("\"code\":0", "\"code\":\"STATUS_CODE_ERROR\"");

        assertEquals(
                SpanStatus.ERROR,
                Otlp.only(Otlp.map(MapperConfig.DEFAULT, json.getBytes(StandardCharsets.UTF_8), SourceFormat.OTLP_JSON))
                        .event()
                        .getStatus());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 2.1, 1e9})
    void firstTokenOutsideTheCall_isLeftOutAndCounted(double seconds) {
        Event mapped = Otlp.only(Otlp.span(
                "gen_ai.operation.name",
                "chat",
                "gen_ai.request.model",
                "m",
                "gen_ai.response.time_to_first_chunk",
                seconds));

        assertNull(mapped.event().getTimeToFirstTokenMicros());
        assertTrue(mapped.repairs().contains(Repair.TTFT_OUT_OF_RANGE));
    }

    @Test
    void callWithoutAModel_isCountedUnderUnknown() {
        Event mapped = Otlp.only(Otlp.span("gen_ai.operation.name", "chat"));

        assertEquals("unknown", mapped.event().getRequestModel());
        assertTrue(mapped.repairs().contains(Repair.MODEL_UNKNOWN));
    }

    @Test
    void negativeCost_isLeftOutAndCounted() {
        Event mapped = Otlp.only(
                Otlp.span("gen_ai.operation.name", "chat", "gen_ai.request.model", "m", "llm.cost.total", -0.1));

        assertNull(mapped.event().getCostUsd());
        assertTrue(mapped.repairs().contains(Repair.COST_UNUSABLE));
    }

    @Test
    void unknownOperation_isAModelCallWhenItNamesAModel() {
        assertEquals(
                SpanKind.LLM,
                Otlp.mapped("gen_ai.operation.name", "brand_new", "gen_ai.request.model", "m")
                        .getKind());
        assertEquals(
                SpanKind.OTHER,
                Otlp.mapped("gen_ai.operation.name", "brand_new").getKind());
    }

    @Test
    void configurationWithProblems_isRefused() {
        MapperConfig usual = MapperConfig.DEFAULT;
        MapperConfig bad = new MapperConfig(usual.routeAttributes(), List.of(), List.of(), 0, 1_000, 64, 100);

        String message = assertThrows(IllegalArgumentException.class, () -> new OtlpMapper(bad))
                .getMessage();

        assertEquals("max_spans = 0: expected 1 to 10000000", message);
    }
}
