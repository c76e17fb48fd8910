package dev.weir.topology.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.otlp.span.Repair;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of token counts: inclusive, never below zero, nothing silent. */
class UsageTest {

    private static final String IN = "gen_ai.usage.input_tokens";
    private static final String OUT = "gen_ai.usage.output_tokens";
    private static final String TOTAL = "gen_ai.usage.total_tokens";
    private static final String READ = "gen_ai.usage.cache_read.input_tokens";
    private static final String WRITE = "gen_ai.usage.cache_write.input_tokens";
    private static final String REASONING = "gen_ai.usage.reasoning.output_tokens";
    private static final String AUDIO_IN = "gen_ai.usage.audio.input_tokens";
    private static final String AUDIO_OUT = "gen_ai.usage.audio.output_tokens";

    @Test
    void cacheWithinInput_staysAsItIs() {
        Mapped.Event mapped = call(IN, 100, OUT, 10, READ, 60, WRITE, 40);

        assertEquals(100, mapped.event().getInputTokens());
        assertFalse(mapped.repairs().contains(Repair.EXCLUSIVE_USAGE_REPAIRED));
    }

    @Test
    void cacheBeyondInput_isAddedAndCounted() {
        Mapped.Event mapped = call(IN, 100, OUT, 10, READ, 60, WRITE, 41);

        assertEquals(201, mapped.event().getInputTokens());
        assertTrue(mapped.repairs().contains(Repair.EXCLUSIVE_USAGE_REPAIRED));
    }

    @Test
    void totalThatOnlyAddsUpBesideTheCache_tellsThatInputIsExclusive() {
        Mapped.Event mapped = call(IN, 100, OUT, 10, READ, 60, TOTAL, 170);

        assertEquals(160, mapped.event().getInputTokens());
        assertTrue(mapped.repairs().contains(Repair.EXCLUSIVE_USAGE_REPAIRED));
    }

    @Test
    void totalThatAddsUpInclusively_changesNothing() {
        Mapped.Event mapped = call(IN, 100, OUT, 10, READ, 60, TOTAL, 110, REASONING, 10);

        assertEquals(100, mapped.event().getInputTokens());
        assertEquals(10, mapped.event().getOutputTokens());
        assertFalse(mapped.repairs().contains(Repair.EXCLUSIVE_USAGE_REPAIRED));
        assertFalse(mapped.repairs().contains(Repair.EXCLUSIVE_REASONING_REPAIRED));
    }

    @Test
    void totalThatAddsUpInNoWay_changesNothing() {
        Mapped.Event mapped = call(IN, 100, OUT, 10, READ, 60, REASONING, 5, TOTAL, 999);

        assertEquals(100, mapped.event().getInputTokens());
        assertEquals(10, mapped.event().getOutputTokens());
    }

    @Test
    void totalOfGemini_tellsThatThoughtsStandBesideTheOutput() {
        Mapped.Event mapped = call(IN, 100, OUT, 35, REASONING, 25, TOTAL, 160);

        assertEquals(60, mapped.event().getOutputTokens());
        assertTrue(mapped.repairs().contains(Repair.EXCLUSIVE_REASONING_REPAIRED));
    }

    @Test
    void totalBesideCacheAndThoughts_repairsBoth() {
        Mapped.Event mapped = call(IN, 100, OUT, 35, READ, 7, REASONING, 25, TOTAL, 167);

        assertEquals(107, mapped.event().getInputTokens());
        assertEquals(60, mapped.event().getOutputTokens());
    }

    @Test
    void reasoningBeyondOutput_isAddedAndCounted() {
        Mapped.Event mapped = call(IN, 1, OUT, 50, REASONING, 60);

        assertEquals(110, mapped.event().getOutputTokens());
        assertTrue(mapped.repairs().contains(Repair.EXCLUSIVE_REASONING_REPAIRED));
    }

    @Test
    void negativeCount_isUnknownAndCounted() {
        Mapped.Event mapped = call(IN, -1, OUT, 10);

        assertNull(mapped.event().getInputTokens());
        assertEquals(10, mapped.event().getOutputTokens());
        assertTrue(mapped.repairs().contains(Repair.NEGATIVE_COUNT));
    }

    @Test
    void countBeyondAllReason_isUnknownAndCounted() {
        Mapped.Event mapped = call(IN, Long.MAX_VALUE, OUT, 10, READ, Long.MAX_VALUE);

        assertNull(mapped.event().getInputTokens());
        assertNull(mapped.event().getCacheReadInputTokens());
        assertTrue(mapped.repairs().contains(Repair.UNREADABLE_NUMBER));
    }

    @Test
    void absentCounts_stayAbsent() {
        TraceEvent event = call("gen_ai.operation.name", "chat").event();

        assertNull(event.getInputTokens());
        assertNull(event.getOutputTokens());
        assertNull(event.getCacheReadInputTokens());
    }

    @Test
    void audioBeyondItsWhole_isLeftOut() {
        Mapped.Event mapped = call(IN, 10, OUT, 10, AUDIO_IN, 11, AUDIO_OUT, 6, REASONING, 5);

        assertNull(mapped.event().getAudioInputTokens());
        assertNull(mapped.event().getAudioOutputTokens());
        assertEquals(5, mapped.event().getReasoningOutputTokens());
        assertTrue(mapped.repairs().contains(Repair.TOKEN_PART_DROPPED));
    }

    @Test
    void hourLongWrites_belongToTheWrites() {
        String usage = "{\"input\":10,\"output\":1,\"input_cache_creation_1h\":4}";
        TraceEvent event = call("langfuse.observation.usage_details", usage).event();

        assertEquals(14, event.getInputTokens());
        assertEquals(4, event.getCacheWriteInputTokens());
        assertEquals(4, event.getCacheWrite1hInputTokens());
    }

    @Test
    void hourLongWritesBeyondAllWrites_areLeftOut() {
        Mapped.Event mapped = call(
                IN, 100, OUT, 1, WRITE, 3, "langfuse.observation.usage_details", "{\"input_cache_creation_1h\":4}");

        assertEquals(3, mapped.event().getCacheWriteInputTokens());
        assertNull(mapped.event().getCacheWrite1hInputTokens());
        assertTrue(mapped.repairs().contains(Repair.TOKEN_PART_DROPPED));
    }

    @Test
    void embeddingWithOnlyATotal_hasItAsInput() {
        TraceEvent event = Otlp.mapped("gen_ai.operation.name", "embeddings", "gen_ai.request.model", "e", TOTAL, 12);

        assertEquals(12, event.getInputTokens());
    }

    @Test
    void anyCounts_giveDisjointPartsThatAreNotNegative() {
        long seed = 20261121;
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            List<Object> given = new ArrayList<>(List.of("gen_ai.operation.name", "chat"));
            for (String name : List.of(IN, OUT, TOTAL, READ, WRITE, REASONING, AUDIO_IN, AUDIO_OUT)) {
                if (random.nextInt(4) > 0) {
                    given.addAll(List.of(name, random.nextInt(20) - 1));
                }
            }
            TraceEvent event = Otlp.only(Otlp.map(
                            MapperConfig.DEFAULT,
                            Otlp.bytes(Otlp.span(given.toArray()).build()),
                            SourceFormat.OTLP_PROTO))
                    .event();
            String message = "seed " + seed + ", case " + i + ": " + given;
            if (event.getInputTokens() != null) {
                long cached = orZero(event.getCacheReadInputTokens()) + orZero(event.getCacheWriteInputTokens());
                assertTrue(cached <= event.getInputTokens(), message);
                assertTrue(orZero(event.getAudioInputTokens()) <= event.getInputTokens(), message);
            }
            if (event.getOutputTokens() != null) {
                long parts = orZero(event.getReasoningOutputTokens()) + orZero(event.getAudioOutputTokens());
                assertTrue(parts <= event.getOutputTokens(), message);
            }
        }
    }

    private static long orZero(@Nullable Long count) {
        return count == null ? 0 : count;
    }

    private static Mapped.Event call(Object... attributes) {
        List<Object> all = new ArrayList<>(List.of(attributes));
        if (!all.contains("gen_ai.operation.name")) {
            all.addAll(List.of("gen_ai.operation.name", "chat", "gen_ai.request.model", "m"));
        }
        return Otlp.only(Otlp.span(all.toArray()));
    }
}
