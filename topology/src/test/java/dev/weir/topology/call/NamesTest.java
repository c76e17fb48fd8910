package dev.weir.topology.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NamesTest {

    private final Names names = new Names();

    private String name(String text) {
        byte[] bytes = (">" + text + "<").getBytes(StandardCharsets.UTF_8);
        return names.name(bytes, 1, bytes.length - 2);
    }

    @Test
    void equalBytes_giveOneObject() {
        String first = name("support-\u00fc");

        assertEquals("support-\u00fc", first);
        assertSame(first, name("support-\u00fc"));
        assertEquals("", name(""));
    }

    @Test
    void anyNames_comeBackAsTheyWere_alsoWhenFarMoreThanAreRemembered() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            String text = Integer.toString(random.nextInt(50_000), 36).repeat(1 + random.nextInt(9));
            assertEquals(text, name(text), "seed 7, round " + i);
        }
    }

    @Test
    void floodOfMadeUpNames_passesAndTheUsualOnesAreOneObjectAgain() {
        String before = name("chat");
        for (int i = 0; i < 100_000; i++) {
            name("made-up-" + i);
        }
        String after = name("chat");

        assertEquals(before, after);
        assertNotSame(before, after, "the flood has pushed it out");
        assertSame(after, name("chat"));
    }

    @Test
    void longName_isNotRemembered() {
        String longest = "x".repeat(Names.LONGEST);
        assertSame(name(longest), name(longest));
        assertNotSame(name(longest + "x"), name(longest + "x"));
    }
}
