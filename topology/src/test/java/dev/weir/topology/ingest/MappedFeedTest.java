package dev.weir.topology.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.otlp.Evaluation;
import dev.weir.topology.record.ReadingException;
import dev.weir.topology.record.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MappedFeedTest {

    private static final String LOGS = "logs";
    private static final AvroCodec CODEC = new AvroCodec(new EmbeddedRegistry());
    private static final byte[] KEY = {1};
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    /** What is noted of each span here, for none says with which probability it was kept. */
    private static final String ASSUMED = "noted/probability-assumed";

    /** What a feed tells, in words. */
    private static final class Told implements Feed.Visitor {
        private final List<String> all = new ArrayList<>();

        @Override
        public void event(byte @Nullable [] event) {
            TraceEvent read = CODEC.decode(Objects.requireNonNull(event), TraceEvent.class);
            all.add("event " + read.getSpanId() + " " + read.getRequestModel());
        }

        @Override
        public void ignored(String counter) {
            all.add(counter);
        }

        @Override
        public void refused(Rejection reason, String field, byte[] part) {
            all.add(reason + " " + field);
        }

        @Override
        public void evaluated(Evaluation evaluation) {
            all.add("evaluation " + evaluation.dimension());
        }

        @Override
        public void noted(String counter) {
            all.add(counter);
        }
    }

    private static Feed feed(String topic) {
        return MappedFeed.sources(SourcesConfig.DEFAULT.withLogs(LOGS), CODEC).stream()
                .filter(source -> source.topic().equals(topic))
                .findFirst()
                .orElseThrow()
                .feed()
                .get();
    }

    private static List<String> told(String topic, byte @Nullable [] key, byte @Nullable [] value)
            throws ReadingException {
        Told told = new Told();
        feed(topic).read(key, value, told);
        return told.all;
    }

    private static byte[] spans(String... spans) {
        return ("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + String.join(",", spans) + "]}]}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String span(int number, String attributes) {
        return ("{\"name\":\"chat\",\"traceId\":\"%s\",\"spanId\":\"%016x\",\"startTimeUnixNano\":\"1780000000000000000\","
                        + "\"endTimeUnixNano\":\"1780000001000000000\",\"attributes\":[%s]}")
                .formatted(TRACE, number, attributes);
    }

    private static String text(String key, String value) {
        return "{\"key\":\"" + key + "\",\"value\":{\"stringValue\":\"" + value + "\"}}";
    }

    private static String llm(int number) {
        return span(
                number,
                text("gen_ai.operation.name", "chat") + "," + text("gen_ai.request.model", "gpt-4o") + ","
                        + text("gen_ai.provider.name", "openai"));
    }

    @Test
    void sources_areTraceEventsAndEveryTopicThatIsNamed() {
        assertEquals(
                List.of(Topics.TRACES.name(), "otlp_spans", LOGS),
                MappedFeed.sources(SourcesConfig.DEFAULT.withLogs(LOGS), CODEC).stream()
                        .map(Feed.Source::topic)
                        .toList());
        assertEquals(
                List.of(Topics.TRACES.name()),
                MappedFeed.sources(SourcesConfig.NONE, CODEC).stream()
                        .map(Feed.Source::topic)
                        .toList());
    }

    @Test
    void partsOfABatch_areToldInTheirOrder() throws ReadingException {
        assertEquals(
                List.of(
                        ASSUMED,
                        "event 0000000000000001 gpt-4o",
                        "ignored/not-llm",
                        ASSUMED,
                        "event 0000000000000003 gpt-4o"),
                told("otlp_spans", KEY, spans(llm(1), span(2, text("http.method", "GET")), llm(3))));
    }

    @Test
    void partThatCannotBeMapped_isRefusedByItsField_andItsSiblingsGoOn() throws ReadingException {
        List<String> told = told("otlp_spans", KEY, spans(llm(1).replace(TRACE, "not hexadecimal"), llm(2)));
        assertEquals(List.of("UNMAPPABLE trace_id", ASSUMED, "event 0000000000000002 gpt-4o"), told);
    }

    @Test
    void callWithoutAKey_isNoted() throws ReadingException {
        assertEquals(
                List.of(ASSUMED, "noted/unkeyed", "event 0000000000000001 gpt-4o"),
                told("otlp_spans", null, spans(llm(1))));
    }

    @Test
    void evaluationsOfASpan_areToldBesideIt() throws ReadingException {
        String annotated = span(
                1,
                text("openinference.span.kind", "LLM") + "," + text("llm.model_name", "gpt-4o") + ","
                        + text("annotations.0.annotation.name", "helpful") + ","
                        + text("annotations.0.annotation.label", "yes") + ","
                        + text("annotations.0.annotation.annotator_kind", "HUMAN"));
        List<String> told = told("otlp_spans", KEY, spans(annotated));
        assertEquals(
                List.of("event 0000000000000001 gpt-4o", "evaluation helpful"),
                told.stream()
                        .filter(one -> !one.startsWith("noted/"))
                        .sorted((a, b) -> b.compareTo(a))
                        .toList());
    }

    @Test
    void logs_areEvaluations_orIgnored() throws ReadingException {
        String evaluation =
                "{\"eventName\":\"gen_ai.evaluation.result\",\"timeUnixNano\":\"1780000000000000000\",\"traceId\":\""
                        + TRACE + "\",\"spanId\":\"00f067aa0ba902b7\",\"attributes\":["
                        + text("gen_ai.evaluation.name", "relevance") + ","
                        + text("gen_ai.evaluation.score.label", "pass") + "]}";
        byte[] request = ("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[" + evaluation
                        + ",{\"body\":{\"stringValue\":\"started\"}}]}]}]}")
                .getBytes(StandardCharsets.UTF_8);
        assertEquals(List.of("evaluation relevance", "ignored/other-log"), told(LOGS, KEY, request));
    }

    @Test
    void recordThatIsNoBatch_isRefusedWhole_andNothingIsTold() {
        Told told = new Told();
        ReadingException noValue =
                assertThrows(ReadingException.class, () -> feed("otlp_spans").read(KEY, null, told));
        assertEquals(Rejection.NO_VALUE, noValue.reason());
        byte[] garbage = "{\"resourceSpans\":[{".getBytes(StandardCharsets.UTF_8);
        ReadingException noBatch =
                assertThrows(ReadingException.class, () -> feed("otlp_spans").read(KEY, garbage, told));
        assertEquals(Rejection.NOT_A_BATCH, noBatch.reason());
        assertEquals(List.of(), told.all);
    }
}
