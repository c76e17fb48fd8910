package dev.weir.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextLimitTest {

    private static final String FACE = new String(Character.toChars(0x1F600));

    @ParameterizedTest
    @EnumSource
    void textWithinTheLimit_staysAsItIs(TextLimit limit) {
        String longest = "x".repeat(limit.most());

        assertSame(longest, limit.of(longest));
        assertTrue(limit.holds(longest));
        assertFalse(limit.holds(longest + "x"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ID")
    void longerText_endsWithinTheLimit_alsoWhereACharacterOfTwoUnitsIsCut(TextLimit limit) {
        for (String head : new String[] {"", "x"}) {
            String shorter = limit.of(head + FACE.repeat(500_000));

            assertTrue(shorter.length() <= limit.most(), shorter.length() + " of " + limit);
            assertEquals(shorter, new String(shorter.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        }
    }

    @Test
    void longNamesThatBeginAlike_stayApart() {
        for (TextLimit limit : EnumSet.of(TextLimit.NAME, TextLimit.LABEL, TextLimit.RESPONSE_ID)) {
            String head = "x".repeat(400);

            assertNotEquals(limit.of(head + "1"), limit.of(head + "2"));
            assertEquals(limit.of(head + "1"), limit.of(head + "1"));
        }
    }

    @Test
    void whatWasShortenedOrCut_says_so() {
        String name = TextLimit.NAME.of("route-" + "x".repeat(200));

        assertTrue(name.startsWith("route-xxx") && name.matches(".*~[0-9a-f]{16}"), name);
        assertTrue(TextLimit.RESPONSE_ID.of("r".repeat(300)).matches("sha256:[0-9a-f]{64}"));
        assertTrue(TextLimit.EXPLANATION.of("why ".repeat(1_000)).endsWith("\u2026"));
    }

    @Test
    void longId_isRefused_withItsLengthAndNotItsText() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> TextLimit.ID.of("secret".repeat(100)));

        assertEquals("600 characters: expected 1 to 128", refused.getMessage());
    }
}
