package dev.weir.schemas.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "support-chat",
                "Zürich – 東京 – القاهرة – 🙂",
                "p95 2,000 ms (> 900 ms, n < 5)",
                "C:\\new\\users"
            })
    void textThatCanBeSeen_staysItself(String text) {
        assertSame(text, Visible.of(text));
        assertSame(text, Visible.lines(text));
        assertSame(text, Visible.inert(text));
    }

    @Test
    void whatCannotBeSeen_isEscaped() {
        assertEquals("a\\u001B[31mb\\u009B2Jc", Visible.of("a\u001B[31mb\u009B2Jc"));
        assertEquals("invoice\\u202Efdp.exe", Visible.of("invoice\u202Efdp.exe"));
        assertEquals("\\u2066a\\u2069\\u200Fb\\u061Cc", Visible.of("\u2066a\u2069\u200Fb\u061Cc"));
        assertEquals("pay\\u200Bpal\\u2060\\uFEFF\\u00AD", Visible.of("pay\u200Bpal\u2060\uFEFF\u00AD"));
        assertEquals("\\u3164\\uFFA0\\u115F\\u2028\\u2029", Visible.of("\u3164\uFFA0\u115F\u2028\u2029"));
        assertEquals("\\uDB40\\uDC41", Visible.of(new String(Character.toChars(0xE0041))), "a tag character");
        assertEquals("\\uD83D", Visible.of("\uD83D"), "half a character");
        assertEquals("a\\u000Ab\\u0009c", Visible.of("a\nb\tc"));
        assertEquals("a\nb\tc\\u000D", Visible.lines("a\nb\tc\r"));
    }

    @Test
    void markup_beginsNothing() {
        assertEquals("\\u003C!channel> down", Visible.inert("<!channel> down"));
        assertEquals("\\u003C@U02AB> \\u003C#C1|x>", Visible.inert("<@U02AB> <#C1|x>"));
        assertEquals("\\u003Chttps://evil.example|pay>", Visible.inert("<https://evil.example|pay>"));
        assertEquals("\\u003Cscript>x\\u003C/script>", Visible.inert("<script>x</script>"));
        assertEquals("[pay]\\u0028https://evil.example)", Visible.inert("[pay](https://evil.example)"));
        assertEquals("\\u0040channel and \\u0040Here", Visible.inert("@channel and @Here"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"team@all-hands.example", "@acme/bot", "a < b, a <5, <- c", "[x] (y)"})
    void whatIsNoMarkup_staysItself(String text) {
        assertSame(text, Visible.inert(text));
    }

    @Test
    void escapedTwice_isEscapedOnce_andInJsonTheSameText() throws IOException {
        long seed = 5;
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(20); n > 0; n--) {
                int point = random.nextInt(random.nextBoolean() ? 0x250 : 0x2100);
                text.appendCodePoint(point == '"' || point == '\\' ? 'x' : point);
            }
            String shown = Visible.of(text.toString());
            assertEquals(shown, Visible.of(shown), "seed " + seed);
            assertEquals(Visible.inert(text.toString()), Visible.inert(Visible.inert(text.toString())), "seed " + seed);
            assertEquals(
                    text.toString(), new ObjectMapper().readValue('"' + shown + '"', String.class), "seed " + seed);
            assertTrue(shown.codePoints().allMatch(point -> Character.getType(point) != Character.FORMAT));
        }
    }
}
