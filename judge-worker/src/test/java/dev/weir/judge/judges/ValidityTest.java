package dev.weir.judge.judges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.judge.judges.Validity.Defect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidityTest {

    private static final String PLAIN = "What is the refund period?";
    private static final String JSON = "Extract the address. Respond only with valid JSON.";

    @Test
    void blankOutput_isEmptyUnlessToolsWereCalled() {
        assertEquals(Defect.EMPTY, Validity.defect(" \n", "stop", PLAIN, false));
        assertNull(Validity.defect("", "tool_calls", PLAIN, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "max_tokens", "MAX_TOKENS"})
    void cutOffOutput_isTruncated(String finishReason) {
        assertEquals(Defect.TRUNCATED, Validity.defect("The refund per", finishReason, PLAIN, false));
    }

    @Test
    void jsonWanted_isChecked() {
        assertNull(Validity.defect("{\"street\": \"Main 1\"}", "stop", JSON, false));
        assertNull(Validity.defect("```json\n[1, 2]\n```", "stop", JSON, false));
        assertEquals(Defect.NOT_JSON, Validity.defect("Sure: {\"street\": 1}", "stop", JSON, false));
        assertEquals(Defect.NOT_JSON, Validity.defect("{\"street\": ", "stop", JSON, false));
        assertNull(Validity.defect("Main 1", "stop", PLAIN, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1} x", "{\"a\":NaN}", "{\"a\":1,\"a\":2}", "42", "", "{'a':1}", "[1,]"})
    void notOneStrictStructure_isNoJson(String text) {
        assertFalse(Validity.json(text));
    }

    @Test
    void brokenCharacters_areFound() {
        assertEquals(Defect.BROKEN_CHARACTERS, Validity.defect("caf\uFFFD", "stop", PLAIN, false));
        assertEquals(Defect.BROKEN_CHARACTERS, Validity.defect("cafÃ© and naÃ¯ve", "stop", PLAIN, false));
        assertNull(Validity.defect("São Paulo, café, naïve", "stop", PLAIN, false));
    }

    @Test
    void loop_repeatsItself() {
        assertEquals(Defect.REPEATS_ITSELF, Validity.defect("I will do it now. ".repeat(20), "stop", PLAIN, false));
        assertTrue(Validity.repetition("I will do it now. ".repeat(20)) > 0.9);
        assertEquals(0, Validity.repetition("short text"));
    }
}
