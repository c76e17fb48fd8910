package dev.weir.topology.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.Calls;
import dev.weir.topology.Fixture;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenPartsTest {

    @Test
    void anyCounts_addUpToTheInclusiveCountsOrAreRefused() {
        long seed = 20260801;
        Random random = new Random(seed);
        int parts = 0;
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            TraceEvent event = Fixture.call()
                    .setInputTokens((long) random.nextInt(100))
                    .setOutputTokens((long) random.nextInt(100))
                    .setCacheReadInputTokens(some(random))
                    .setCacheWriteInputTokens(some(random))
                    .setCacheWrite1hInputTokens(some(random))
                    .setReasoningOutputTokens(some(random))
                    .setAudioInputTokens(some(random))
                    .setAudioOutputTokens(some(random))
                    .build();
            TokenParts result = TokenParts.of(Calls.of(event));
            String where = "seed " + seed + " round " + i + ": " + result;
            if (result instanceof TokenParts.Parts p) {
                parts++;
                assertEquals(event.getInputTokens(), p.input(), where);
                assertEquals(event.getOutputTokens(), p.output(), where);
                assertTrue(
                        Math.min(
                                        Math.min(p.uncachedInput(), p.audioInput()),
                                        Math.min(
                                                Math.min(p.cacheWrite5m(), p.cacheWrite1h()),
                                                Math.min(p.textOutput(), p.reasoningOutput())))
                                >= 0,
                        where);
            } else {
                refused++;
                assertTrue(
                        assertInstanceOf(TokenParts.Negative.class, result, where)
                                        .value()
                                < 0,
                        where);
            }
        }
        assertTrue(parts > 1_000 && refused > 1_000, parts + " taken apart, " + refused + " refused");
    }

    private static @Nullable Long some(Random random) {
        return random.nextBoolean() ? null : (long) random.nextInt(60);
    }

    @Test
    void cachedAndWrittenTokens_leaveTheRestAsPlainInput() {
        TraceEvent event = Fixture.call()
                .setInputTokens(1_000L)
                .setOutputTokens(100L)
                .setCacheReadInputTokens(600L)
                .setCacheWriteInputTokens(300L)
                .setCacheWrite1hInputTokens(200L)
                .setReasoningOutputTokens(40L)
                .build();

        assertEquals(new TokenParts.Parts(100, 600, 100, 200, 0, 60, 40, 0), TokenParts.of(Calls.of(event)));
    }

    @Test
    void audioThatWasCached_isBilledAsCachedOnly() {
        TraceEvent event = Fixture.call()
                .setInputTokens(100L)
                .setOutputTokens(0L)
                .setCacheReadInputTokens(80L)
                .setAudioInputTokens(50L)
                .build();

        assertEquals(new TokenParts.Parts(0, 80, 0, 0, 20, 0, 0, 0), TokenParts.of(Calls.of(event)));
    }

    @Test
    void negativeCount_isRefusedAlsoWhereTheOtherIsAbsent() {
        TokenParts result = TokenParts.of(Calls.of(Fixture.call().setInputTokens(-3L)));

        TokenParts.Negative negative = assertInstanceOf(TokenParts.Negative.class, result);
        assertEquals("input_tokens", negative.field());
        assertEquals("input_tokens = -3: expected 0 or more", negative.message());
    }

    @Test
    void moreCachedThanInput_isRefusedWithTheCounts() {
        TraceEvent event = Fixture.call()
                .setInputTokens(10L)
                .setOutputTokens(1L)
                .setCacheReadInputTokens(7L)
                .setCacheWriteInputTokens(5L)
                .build();

        TokenParts.Negative negative = assertInstanceOf(TokenParts.Negative.class, TokenParts.of(Calls.of(event)));
        assertEquals(-2, negative.value());
        assertEquals(
                "cache_read_input_tokens + cache_write_input_tokens = 7 + 5: expected at most input_tokens = 10",
                negative.message());
    }

    @Test
    void missingTotal_isUnmeasuredAndNotZero() {
        assertInstanceOf(
                TokenParts.Unmeasured.class,
                TokenParts.of(Calls.of(Fixture.call().setInputTokens(5L))));
        assertInstanceOf(
                TokenParts.Unmeasured.class,
                TokenParts.of(Calls.of(Fixture.call().setOutputTokens(5L))));
    }

    @Test
    void embedding_needsNoOutputCount() {
        TraceEvent event =
                Fixture.call().setKind(SpanKind.EMBEDDING).setInputTokens(5L).build();

        assertEquals(Fixture.tokens(5, 0), TokenParts.of(Calls.of(event)));
    }

    @Test
    void hugeCounts_areRefusedAndDoNotWrap() {
        TraceEvent event = Fixture.call()
                .setInputTokens(0L)
                .setOutputTokens(0L)
                .setCacheReadInputTokens(Long.MAX_VALUE)
                .setCacheWriteInputTokens(Long.MAX_VALUE)
                .build();

        assertInstanceOf(TokenParts.Negative.class, TokenParts.of(Calls.of(event)));
    }
}
