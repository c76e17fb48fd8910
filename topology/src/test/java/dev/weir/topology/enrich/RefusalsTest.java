package dev.weir.topology.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.Calls;
import dev.weir.topology.Fixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {

    private static final Refusals REFUSALS = new Refusals(true, List.of());

    private static @Nullable RefusalSource source(TraceEvent event) {
        return REFUSALS.of(Calls.of(event), FinishReasonSpellings.of(event.getFinishReason()));
    }

    @Test
    void firstLayerThatSaysSo_isTheOneCounted() {
        TraceEvent.Builder call = Fixture.call().setOutputText("I'm sorry, but I can't help with that.");
        assertEquals(RefusalSource.TEXT, source(call.build()));
        assertEquals(
                RefusalSource.ERROR_CODE,
                source(call.setErrorType("content_policy_violation").build()));
        assertEquals(
                RefusalSource.FINISH_REASON,
                source(call.setFinishReason("SAFETY").build()));
        assertEquals(
                RefusalSource.PROVIDER_FIELD,
                source(call.setRefusal("I can't help with that.").build()));
    }

    @Test
    void emptyRefusalField_saysNothing() {
        for (String field : List.of("", " ", "null", "none", "false")) {
            assertNull(source(Fixture.call().setRefusal(field).build()), field);
        }
    }

    @Test
    void textOfACallThatFailedOrIsNoChat_isNotRead() {
        String text = "I cannot help with that.";
        assertNull(source(
                Fixture.call().setOutputText(text).setStatus(SpanStatus.ERROR).build()));
        assertNull(source(Fixture.call().setOutputText(text).setHttpStatus(503).build()));
        assertNull(source(
                Fixture.call().setOutputText(text).setFinishReason("tool_calls").build()));
        assertNull(source(
                Fixture.call().setOutputText(text).setKind(SpanKind.EMBEDDING).build()));
        TraceEvent event = Fixture.call().setOutputText(text).build();
        assertNull(new Refusals(false, List.of()).of(Calls.of(event), FinishReason.UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I cannot wait to show you what we built.",
                "I can't recommend this restaurant enough!",
                "Sorry to hear that! Here is what you can do.",
                "I'm sorry for the delay. The parcel was sent on Monday and should reach you tomorrow.",
                "Unfortunately, the flight was cancelled; the next one leaves at nine.",
                "I understand. Let us start with the first chapter.",
                "As an AI enthusiast you will like these five books.",
                "It is not necessary to restart the server.",
                "It's important to note that tomatoes need sun.",
                "We will not need the second key, so you can drop the column.",
                "No problem, here is the list:",
                "You cannot cast a string to an int in Java; parse it:",
                "Ich kann es kaum erwarten, von der Reise zu erzählen.",
                "Ich kann nicht genug betonen, wie gut das ist.",
                "Leider regnet es morgen in Hamburg.",
                "Je ne sais pas si vous aimez le thé, mais voici trois sortes.",
                "Malheureusement, le train de midi est complet.",
                "No puedo esperar a contarte el plan.",
                "Lo siento mucho. Aquí tienes los pasos para cancelar el pedido.",
                "I",
                "   ",
                ""
            })
    void benignOpening_isNoRefusal(String text) {
        assertFalse(REFUSALS.isRefusal(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I can’t assist with that request.",
                "**I'm sorry**, but I am not able to help you with this.",
                "Sorry, but I cannot provide that information.",
                "As an AI language model, I do not have personal opinions.",
                "Es tut mir leid, aber dabei kann ich nicht helfen.",
                "Leider kann ich diese Anfrage nicht beantworten.",
                "Ich kann Ihnen dabei leider nicht helfen.",
                "Désolé, mais je ne peux pas vous aider avec cette demande.",
                "Je suis désolée, je ne peux pas répondre à cette question.",
                "Je ne peux pas fournir ces informations.",
                "Lo siento, pero no puedo ayudar con eso.",
                "No puedo proporcionar instrucciones para eso.",
                "Mi dispiace, ma non posso aiutarti.",
                "Desculpe, mas não posso ajudar com isso.",
                "很抱歉，我无法提供这些信息。",
                "申し訳ありませんが、そのご要望にはお応えできません。"
            })
    void refusalInSeveralLanguages_isSeen(String text) {
        assertTrue(REFUSALS.isRefusal(text));
    }

    @Test
    void ownPattern_isMatchedAtTheStartOnly() {
        Refusals own = new Refusals(true, List.of("this assistant only speaks about shoes"));

        assertTrue(own.isRefusal("> This assistant only speaks about shoes."));
        assertFalse(own.isRefusal("Hello! This assistant only speaks about shoes."));
    }

    @Test
    void longAnswer_isReadAtItsHeadOnly() {
        assertFalse(REFUSALS.isRefusal("Fine. ".repeat(40) + "I cannot help with that."));
        assertFalse(REFUSALS.isRefusal("I'm sorry" + " so".repeat(100) + " I cannot help with that."));
    }

    /** Words that openings are made of, and what may stand between and before them. */
    private static final List<String> PIECES = List.of(
            ("I|i|I'm|I\u2019m|I am|we|unfortunately|Unfortunately,|however,|sorry|Sorry,|so sorry|cannot|can't|can\u2019t|can|not"
                            + "|won't|unable|to|help|provide|with that|as an|AI|language model|it|it's|that|this|is|is not|never"
                            + "|appropriate|ethical|important to note that|understand|appreciate|but|request|violates|must"
                            + "|decline|do not|don't|have|access to|personal opinions|feel comfortable|strongly|condemn"
                            + "|happy|here|inform|tut mir leid|leider|ich|kann|nicht|helfen|als KI|je ne peux|d\u00e9sol\u00e9|pas"
                            + "|lo siento|no puedo|ayudar|mi dispiace|non posso|n\u00e3o posso|desculpe|\u6211\u65e0\u6cd5\u63d0\u4f9b|\u5f88\u62b1\u6b49"
                            + "|\u7533\u3057\u8a33|\u212a|\u017forry|\u0130|\u0131t|x|7|\ud83d\ude00|\u201c|**|#|- |\n|.|!|,|genug|productive|illegal")
                    .split("\\|"));

    private static final List<String> REFUSED = List.of(
            "I can\u2019t assist with that request.",
            "**I'm sorry**, but I am not able to help you with this.",
            "Unfortunately, I really cannot provide details.",
            "I'm just an AI assistant, and I cannot agree with that.",
            "I understand your anger, but I must decline.",
            "It is not ethical to do this.",
            "It's crucial to remember that it is never acceptable to steal.",
            "This request goes against the rules.",
            "I must emphasize that this is wrong.",
            "Es tut mir leid, aber dabei kann ich nicht helfen.",
            "D\u00e9sol\u00e9, mais je ne peux pas vous aider avec cette demande.",
            "Je suis d\u00e9sol\u00e9e, je ne peux pas r\u00e9pondre.",
            "Lo siento, pero no puedo ayudar con eso.",
            "N\u00e3o posso ajudar com isso.",
            "\u5f88\u62b1\u6b49\uff0c\u6211\u65e0\u6cd5\u63d0\u4f9b\u8fd9\u4e9b\u4fe1\u606f\u3002");

    @Test
    void bytes_giveTheVerdictOfTheText() throws IOException {
        Random random = new Random(200);
        Refusals own = new Refusals(true, List.of("here you are|x 7"));
        int refusals = 0;
        for (int i = 0; i < 150_000; i++) {
            StringBuilder text =
                    new StringBuilder(random.nextInt(20) == 0 ? "\u201c*".repeat(random.nextInt(120)) : "");
            boolean made = random.nextBoolean();
            text.append(made ? "" : mistyped(REFUSED.get(random.nextInt(REFUSED.size())), random));
            for (int words = 1 + random.nextInt(14); words > 0 && made; words--) {
                String piece = PIECES.get(random.nextInt(PIECES.size()));
                text.append(random.nextInt(8) == 0 ? piece.toUpperCase(Locale.ROOT) : piece)
                        .append(random.nextInt(12) == 0 ? "" : " ");
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(4) == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            refusals += assertAlike(REFUSALS, bytes, random, "seed 200, round " + i) ? 1 : 0;
            assertAlike(own, bytes, random, "seed 200, own, round " + i);
        }
        assertTrue(refusals > 1_000 && refusals < 100_000, refusals + " refusals");
        System.out.println("openings: " + refusals + " refusals of 150000 made-up answers");
        for (JsonNode row : Fixture.rows("refusal/xstest_completions.jsonl.gz")) {
            String text = row.path("completion").asText();
            assertAlike(REFUSALS, text.getBytes(StandardCharsets.UTF_8), random, text);
        }
    }

    private static String mistyped(String refusal, Random random) {
        StringBuilder text = new StringBuilder(refusal);
        for (int changes = random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                default -> text.setCharAt(at, Character.toUpperCase(text.charAt(at)));
            }
        }
        return text.toString();
    }

    private static boolean assertAlike(Refusals refusals, byte[] bytes, Random random, String where) {
        byte[] within = new byte[bytes.length + 7];
        random.nextBytes(within);
        System.arraycopy(bytes, 0, within, 3, bytes.length);
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean expected = refusals.isRefusal(text);
        assertEquals(expected, refusals.isRefusal(within, 3, bytes.length), where + ": " + text);
        if (!text.isEmpty() && text.charAt(0) < 0x80 && Character.isLetter(text.charAt(0)) && refusals == REFUSALS) {
            int to = Math.min(text.length(), Refusals.HEAD);
            boolean plain =
                    RefusalOpenings.all().stream().anyMatch(opening -> RefusalOpenings.matches(opening, text, 0, to));
            assertEquals(plain, expected, "every expression tried, " + where + ": " + text);
        }
        return expected;
    }

    @Test
    void malformedOwnPattern_isAProblemOfTheConfiguration() throws IOException {
        EnrichConfig config = new EnrichConfig(true, List.of("(", " "), SafetyConfig.DEFAULT);

        assertEquals(2, config.problems().size(), () -> String.valueOf(config.problems()));
        assertTrue(config.problems().get(0).startsWith("refusal_patterns = (: expected a regular expression"));
        assertEquals(List.of(), EnrichConfig.DEFAULT.problems());
    }
}
