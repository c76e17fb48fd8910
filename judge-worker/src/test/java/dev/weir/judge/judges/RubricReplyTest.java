package dev.weir.judge.judges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.judge.judges.RubricReply.MalformedReplyException;
import dev.weir.schemas.avro.Judgement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RubricReplyTest {

    private static final String TICKET = "0a1b2c3d";
    private static final String GOOD = "{\"ticket\":\"0a1b2c3d\",\"correctness\":7,\"helpfulness\":8,\"safety\":10,"
            + "\"tone\":9,\"rationale\":\"Fine.\"}";

    @Test
    void goodReply_isReadInAnyFieldOrder() throws MalformedReplyException {
        RubricReply reply = RubricReply.parse(" \n" + GOOD + "\n", TICKET);
        assertEquals(Map.of("correctness", 7, "helpfulness", 8, "safety", 10, "tone", 9), reply.grades());
        assertEquals("Fine.", reply.rationale());
        List<Judgement> judgements = reply.judgements();
        assertEquals("quality", judgements.get(0).getDimension());
        assertEquals(85, judgements.get(0).getValueTenths());
        assertEquals(5, judgements.size());
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1,10", "10,10,10,10,100", "1,1,1,2,13", "1,1,2,2,15", "1,2,2,2,18", "7,8,9,9,83"})
    void quality_isTheMeanRoundedHalfUp(int a, int b, int c, int d, int tenths) throws MalformedReplyException {
        String reply = GOOD.replace(":7,", ":" + a + ",")
                .replace(":8,", ":" + b + ",")
                .replace("\"safety\":10", "\"safety\":" + c)
                .replace("\"tone\":9", "\"tone\":" + d);
        assertEquals(
                tenths, RubricReply.parse(reply, TICKET).judgements().get(0).getValueTenths());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            Here you are: {G}                       | not_json
            ```json {G} ```                         | not_json
            {G} Hope this helps                     | not_json
            {G} {G}                                 | text_after_object
            [{G}]                                   | not_an_object
            "10"                                    | not_an_object
            """)
    void anythingAround_isRefused(String template, String reason) {
        assertEquals(reason, refusal(template.replace("{G}", GOOD)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            :7,              | :0,                 | grade_out_of_range
            :7,              | :11,                | grade_out_of_range
            :7,              | :-7,                | grade_out_of_range
            :7,              | :99999999999999999, | grade_out_of_range
            :7,              | :7.0,               | grade_not_integer
            :7,              | :7e0,               | grade_not_integer
            :7,              | :"7",               | grade_not_integer
            :7,              | :null,              | grade_not_integer
            :7,              | :NaN,               | not_json
            :7,              | :07,                | not_json
            :7,              | :[7],               | grade_not_integer
            "correctness":7, | "correctness":7,"correctness":10, | not_json
            "correctness":7, |                     | missing_field
            "correctness"    | "Correctness"       | unexpected_field
            "rationale"      | "extra":1,"rationale" | unexpected_field
            "Fine."          | 5                   | unexpected_field
            0a1b2c3d         | 0a1b2c3e            | wrong_ticket
            "ticket":"0a1b2c3d", |                 | missing_field
            """)
    void anyOtherContent_isRefused(String part, @org.jspecify.annotations.Nullable String replacement, String reason) {
        assertEquals(reason, refusal(GOOD.replace(part, replacement == null ? "" : replacement)));
    }

    @Test
    void everyPrefix_isRefused() {
        for (int length = 0; length < GOOD.length(); length++) {
            String prefix = GOOD.substring(0, length);
            assertThrows(MalformedReplyException.class, () -> RubricReply.parse(prefix, TICKET), prefix);
        }
    }

    @Test
    void longRationale_isCutWithoutSplittingACharacter() throws MalformedReplyException {
        String reply = GOOD.replace("Fine.", "x".repeat(1_999) + "\uD83D\uDE00".repeat(10));
        String cut = RubricReply.parse(reply, TICKET).rationale();
        assertTrue(cut.length() <= 2_000 && cut.endsWith("\u2026"), cut);
        assertEquals(cut, new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        assertTrue(refusal(GOOD.replace("Fine.", "x".repeat(20_000))).equals("reply_too_long"));
    }

    @Test
    void reason_neverQuotesTheReply() {
        assertTrue(
                !refusal(GOOD.replace("Fine.", "secret").replace(":7,", ":77,")).contains("secret"));
    }

    private static String refusal(String reply) {
        return String.valueOf(assertThrows(MalformedReplyException.class, () -> RubricReply.parse(reply, TICKET))
                .getMessage());
    }
}
