package dev.weir.topology.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.headers.EndOfInput;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.Events;
import dev.weir.topology.aggregate.Routed;
import dev.weir.topology.commit.OneStep;
import dev.weir.topology.commit.Uncommitted;
import dev.weir.topology.ingest.Ingested.Batch;
import dev.weir.topology.ingest.Ingested.Call;
import dev.weir.topology.ingest.Ingested.Evaluated;
import dev.weir.topology.ingest.Ingested.Rejected;
import dev.weir.topology.price.ModelUse;
import dev.weir.topology.price.Price;
import dev.weir.topology.price.PriceBooks;
import dev.weir.topology.price.TokenParts;
import dev.weir.topology.record.Rejection;
import dev.weir.topology.sampling.SamplingConfig;
import dev.weir.topology.sampling.SamplingStep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The step with a fold that writes down which calls it was given and when it had to let them go. */
class FoldCallsTest {

    private static final Instant T0 = Instant.parse("2026-11-20T10:00:00Z");
    private static final String TRACES = Topics.TRACES.name();
    private static final String SPANS = SourcesConfig.DEFAULT.otlpSpans();

    private final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
    private boolean readToEnd;
    private boolean broken;
    private @Nullable OneStep<byte[], String> step;

    /** Sends the trace ids of what it was given, and then the frontier. */
    private static final class Names implements CallFold {
        private final List<String> calls = new ArrayList<>();

        @Override
        public String name() {
            return "names";
        }

        @Override
        public void add(Call call) {
            calls.add(call.event().traceId());
        }

        @Override
        public boolean awaits(long frontier) {
            return false;
        }

        @Override
        public int size() {
            return calls.size();
        }

        @Override
        public void forget() {
            calls.clear();
        }

        @Override
        public void drain(Routed.@Nullable Frontier frontier, ObjIntConsumer<byte[]> send) {
            String batch = calls + (frontier == null ? "" : inWords(frontier));
            if (frontier != null || !calls.isEmpty()) {
                send.accept(batch.getBytes(StandardCharsets.UTF_8), 0);
            }
            calls.clear();
        }
    }

    private static String inWords(Routed.Frontier frontier) {
        String to = frontier.millis() == SourceFrontiers.UNKNOWN ? "unknown" : String.valueOf(frontier.millis());
        return " to " + to + (frontier.ended() ? " end" : "");
    }

    private OneStep<byte[], String> step(double rate, boolean recorded, List<Feed.Source> sources) throws IOException {
        FoldCalls.Parts parts = new FoldCalls.Parts(
                () -> Intakes.of(codec, this::price),
                new DuplicatesConfig(Duration.ofMinutes(10), 100),
                () -> new SamplingStep(
                        new SamplingConfig("test", rate, 0, 0, 0, Duration.ofSeconds(30), 0, Map.of(), 0), 1, "rates"),
                () -> List.of(new Names()),
                new SourceProgress() {
                    @Override
                    public boolean isReadToEnd(TopicPartition partition, long lastProcessed) {
                        return readToEnd;
                    }

                    @Override
                    public void restart(TopicPartition partition) {}
                },
                recorded,
                sources,
                new FoldCalls.Stores("counters", "fingerprints", "rates", "hook"),
                new Uncommitted());
        OneStep<byte[], String> made = OneStep.of(
                sources.stream().map(Feed.Source::topic).toList(),
                Serdes.ByteArray(),
                FoldCalls.supplier(parts),
                FoldCallsTest::inWords);
        step = made;
        return made;
    }

    private OneStep<byte[], String> tracesOnly(double rate) throws IOException {
        return step(rate, false, List.of(new Feed.Source(TRACES, () -> Feed.TRACE_EVENTS)));
    }

    @AfterEach
    void close() throws IOException {
        if (step != null) {
            step.close();
        }
    }

    private static String inWords(Record<String, Ingested> record) {
        Ingested value = record.value();
        if (value instanceof Batch batch) {
            return batch.fold() + " " + new String(batch.batch(), StandardCharsets.UTF_8);
        }
        if (value instanceof Call call) {
            return "judge " + call.event().traceId();
        }
        if (value instanceof Rejected rejected) {
            byte[] part = rejected.refused().value();
            return "refused " + rejected.refused().reason().wireName() + " "
                    + rejected.refused().field() + (part == null || part.length < 1_000 ? "" : " " + part.length);
        }
        return "evaluated " + ((Evaluated) value).evaluation().dimension();
    }

    private Price price(ModelUse use, TokenParts.Parts parts, long eventTimeMicros) {
        if (broken) {
            throw new IllegalStateException("a defect that quotes " + use);
        }
        return PriceBooks.bundled().price(use, parts, eventTimeMicros);
    }

    private void pipe(OneStep<byte[], String> to, TraceEvent event, Instant arrival) {
        to.pipe(TRACES, new byte[] {1}, codec.encode(Topics.TRACES, event), arrival);
    }

    private static String upTo(Instant time) {
        return " to " + time.toEpochMilli();
    }

    @Test
    void call_leavesWithTheCommit_andTheFrontierBehindIt() throws IOException {
        OneStep<byte[], String> fold = tracesOnly(1e-5);
        pipe(fold, Events.call("a", T0).build(), T0);
        assertEquals(List.of("names [a]" + upTo(T0)), fold.forwarded());
        assertEquals(Map.of("read", 1L, "counted", 1L), fold.counters("counters"));
    }

    @Test
    void callTakenForJudging_leavesAtOnce() throws IOException {
        OneStep<byte[], String> fold = tracesOnly(1);
        pipe(fold, Events.call("a", T0).build(), T0);
        assertEquals(List.of("judge a", "names [a]" + upTo(T0)), fold.forwarded());
        assertEquals(1, fold.counters("counters").get("sampled"));
    }

    @Test
    void defectWhileAnEventIsRead_costsTheEvent_andNotItsTask() throws IOException {
        OneStep<byte[], String> fold = tracesOnly(1e-5);
        broken = true;
        pipe(fold, Events.call("a", T0).build(), T0);
        broken = false;
        pipe(fold, Events.call("b", T0).build(), T0);

        assertEquals("refused defect ", fold.forwarded().get(0));
        assertEquals(Map.of("read", 2L, "counted", 1L, "refused/defect", 1L), fold.counters("counters"));
    }

    @Test
    void manyRefusedPartsWithALargeResource_areKeptOnlyAsLargeAsTheirRecord() throws IOException {
        Feed feed = (key, value, to) -> {
            for (int i = 0; i < 1_000; i++) {
                to.refused(Rejection.UNMAPPABLE, "span_id", new byte[400_000]);
            }
        };
        OneStep<byte[], String> fold = step(1e-5, false, List.of(new Feed.Source(TRACES, () -> feed)));
        fold.pipe(TRACES, new byte[] {1}, new byte[500_000], T0);

        List<String> refused = fold.forwarded().stream()
                .filter(one -> one.startsWith("refused"))
                .toList();
        assertEquals(1_000, refused.size());
        assertEquals(5, refused.stream().filter(one -> one.endsWith(" 400000")).count());
        assertEquals(1_000, fold.counters("counters").get("refused/unmappable"));
    }

    @Test
    void callThatComesAgain_isCountedAsADuplicate_andFoldedOnce() throws IOException {
        OneStep<byte[], String> fold = tracesOnly(1);
        pipe(fold, Events.call("a", T0).build(), T0);
        fold.forwarded();
        pipe(fold, Events.call("a", T0).build(), T0.plusSeconds(1));

        assertEquals(List.of("names []" + upTo(T0.plusSeconds(1))), fold.forwarded());
        assertEquals(Map.of("read", 2L, "counted", 1L, "duplicates", 1L, "sampled", 1L), fold.counters("counters"));
    }

    @Test
    void spanOfAnotherKind_isCountedAsSuch() throws IOException {
        OneStep<byte[], String> fold = tracesOnly(1);
        pipe(fold, Events.call("a", T0).setKind(SpanKind.TOOL).build(), T0);
        assertEquals(List.of("names []" + upTo(T0)), fold.forwarded());
        assertEquals(Map.of("read", 1L, "other-spans", 1L), fold.counters("counters"));
    }

    @Test
    void refusedRecords_leaveNothingButACounterAndADeadLetter_andTheNextCallCounts() throws IOException {
        OneStep<byte[], String> fold = tracesOnly(1e-5);
        fold.pipe(TRACES, new byte[] {1}, new byte[] {9}, T0);
        pipe(fold, Events.call("old", T0.minus(Intakes.MAX_AGE).minusSeconds(1)).build(), T0);
        pipe(
                fold,
                Events.call("ahead", T0.plus(Intakes.MAX_AHEAD).plusSeconds(1)).build(),
                T0);
        pipe(fold, Events.call("negative", T0).setInputTokens(-1L).build(), T0);
        pipe(fold, Events.call("a", T0).build(), T0);

        assertEquals(
                List.of(
                        "refused not-wire-format ",
                        "names []" + upTo(T0),
                        "refused too-old ",
                        "refused in-the-future ",
                        "refused negative-tokens ",
                        "names [a]" + upTo(T0)),
                fold.forwarded());
        assertEquals(
                Map.of(
                        "read", 5L,
                        "counted", 1L,
                        "refused/not-wire-format", 1L,
                        "refused/too-old", 1L,
                        "refused/in-the-future", 1L,
                        "refused/negative-tokens", 1L),
                fold.counters("counters"));
    }

    @Test
    void partsOfABatch_areCountedEach_andRefusedEach() throws IOException {
        OneStep<byte[], String> fold = step(1e-5, false, MappedFeed.sources(SourcesConfig.DEFAULT, codec));
        String attributes = "[{\"key\":\"gen_ai.operation.name\",\"value\":{\"stringValue\":\"chat\"}},"
                + "{\"key\":\"gen_ai.request.model\",\"value\":{\"stringValue\":\"gpt-4o\"}}]";
        String span = "{\"name\":\"chat\",\"traceId\":\"%s\",\"spanId\":\"00f067aa0ba902b7\",\"startTimeUnixNano\":\""
                + T0.toEpochMilli() + "000000\",\"endTimeUnixNano\":\"" + T0.toEpochMilli()
                + "000000\",\"attributes\":%s}";
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        String request = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":["
                + span.formatted(trace, attributes) + ","
                + span.formatted(trace, "[]") + ","
                + span.formatted("none", attributes) + "]}]}]}";
        fold.pipe(SPANS, new byte[] {1}, request.getBytes(StandardCharsets.UTF_8), T0);

        assertEquals(List.of("refused unmappable trace_id", "names [" + trace + "] to unknown"), fold.forwarded());
        Map<String, Long> counters = fold.counters("counters");
        assertEquals(3, counters.get("read"));
        assertEquals(1, counters.get("counted"));
        assertEquals(1, counters.get("ignored/not-llm"));
        assertEquals(1, counters.get("refused/unmappable"));
    }

    @Test
    void twoSources_haveTheFrontierOfTheOneThatIsFurthestBehind() throws IOException {
        OneStep<byte[], String> fold = step(1e-5, false, MappedFeed.sources(SourcesConfig.DEFAULT, codec));
        pipe(fold, Events.call("a", T0).build(), T0);
        assertEquals(List.of("names [a] to unknown"), fold.forwarded(), "the other source has not spoken");
        fold.pipe(SPANS, new byte[] {1}, "{}".getBytes(StandardCharsets.UTF_8), T0.minusSeconds(5));
        assertEquals(List.of("names []" + upTo(T0.minusSeconds(5))), fold.forwarded());
    }

    @Test
    void partitionReadToItsEnd_followsTheWallClock_andNeverGoesBack() throws IOException {
        OneStep<byte[], String> fold = tracesOnly(1e-5);
        fold.pass(Duration.ofHours(1));
        assertEquals(List.of(), fold.forwarded(), "nobody knows whether there is more to read");
        readToEnd = true;
        fold.pass(Duration.ofHours(1));
        Instant wall = Instant.EPOCH.plus(Duration.ofHours(2)).minus(SourceFrontiers.ON_THE_WAY);
        List<String> forwarded = fold.forwarded();
        assertEquals("names []" + upTo(wall), forwarded.get(forwarded.size() - 1));

        readToEnd = false;
        pipe(fold, Events.call("a", wall.minusSeconds(60)).build(), wall.minusSeconds(60));
        assertEquals(List.of("names [a]" + upTo(wall)), fold.forwarded(), "no frontier before one that was sent");
    }

    @Test
    void endMarker_endsARecordedInput_once() throws IOException {
        OneStep<byte[], String> fold = step(1e-5, true, List.of(new Feed.Source(TRACES, () -> Feed.TRACE_EVENTS)));
        pipe(fold, Events.call("a", T0).build(), T0);
        fold.forwarded();
        fold.pipe(TRACES, new TestRecord<>(EndOfInput.marker(TRACES, 0, T0.toEpochMilli())));
        assertEquals(List.of("names []" + upTo(T0) + " end"), fold.forwarded());
        fold.pass(Duration.ofMinutes(1));
        assertEquals(List.of(), fold.forwarded());
        assertEquals(Map.of("read", 1L, "counted", 1L), fold.counters("counters"));
    }

    @Test
    void endMarker_isARecordWithoutAValue_inALiveTopic() throws IOException {
        OneStep<byte[], String> fold = tracesOnly(1e-5);
        fold.pipe(TRACES, new TestRecord<>(EndOfInput.marker(TRACES, 0, T0.toEpochMilli())));
        assertEquals(List.of("refused no-value ", "names []" + upTo(T0)), fold.forwarded());
    }
}
