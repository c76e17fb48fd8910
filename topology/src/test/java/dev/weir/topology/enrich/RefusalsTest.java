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
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {

    private static final Refusals REFUSALS = new Refusals(true, List.of());

    private static @Nullable RefusalSource source(TraceEvent event) {
        return REFUSALS.of(Calls.of(event), FinishReasons.of(event.getFinishReason()));
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

    @Test
    void peopleAgreeMoreWithUsThanWithTheStringMatcher() throws Exception {
        JsonNode published;
        try (InputStream in = Fixture.open("refusal/xstest_reference_scores.json")) {
            published = Fixture.JSON.readTree(in).path("shared").path("strmatch_label");
        }
        Agreement tuned = new Agreement();
        Agreement held = new Agreement();
        Agreement matcherOnHeld = new Agreement();
        for (JsonNode row : Fixture.rows("refusal/xstest_completions.jsonl.gz")) {
            boolean human = isRefusalLabel(row.path("final_label"));
            boolean ours = REFUSALS.isRefusal(row.path("completion").asText());
            if (isTuned(row)) {
                tuned.add(human, ours);
            } else {
                held.add(human, ours);
                matcherOnHeld.add(human, isRefusalLabel(row.path("strmatch_label")));
            }
        }
        System.out.println("refusal text layer, tuned half: " + tuned);
        System.out.println("refusal text layer, other half: " + held + "; string matcher there: " + matcherOnHeld);
        assertTrue(held.f1() > matcherOnHeld.f1() + 0.01, held + " against " + matcherOnHeld);
        assertTrue(held.kappa() > matcherOnHeld.kappa() + 0.02, held + " against " + matcherOnHeld);
        assertTrue(held.f1() > published.path("f1").asDouble(), held + " against " + published);
        assertTrue(held.kappa() > published.path("kappa").asDouble(), held + " against " + published);
    }

    private static boolean isRefusalLabel(JsonNode label) {
        return !label.asText().startsWith("1_");
    }

    /** The half of the rows that the openings were written by; the other half was never looked at. */
    private static boolean isTuned(JsonNode row) throws NoSuchAlgorithmException {
        String id = row.path("id").asText() + "|" + row.path("model").asText();
        return (MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8))[0] & 1) == 0;
    }

    /** Agreement with people on refused or not. */
    private static final class Agreement {
        private int bothYes;
        private int onlyOurs;
        private int onlyHuman;
        private int bothNo;

        void add(boolean human, boolean ours) {
            bothYes += human && ours ? 1 : 0;
            onlyOurs += !human && ours ? 1 : 0;
            onlyHuman += human && !ours ? 1 : 0;
            bothNo += !human && !ours ? 1 : 0;
        }

        private double n() {
            return bothYes + onlyOurs + onlyHuman + bothNo;
        }

        double accuracy() {
            return (bothYes + bothNo) / n();
        }

        double f1() {
            return 2.0 * bothYes / (2 * bothYes + onlyOurs + onlyHuman);
        }

        double kappa() {
            double ours = (bothYes + onlyOurs) / n();
            double human = (bothYes + onlyHuman) / n();
            double chance = ours * human + (1 - ours) * (1 - human);
            return (accuracy() - chance) / (1 - chance);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "n = %.0f, accuracy %.4f, F1 %.4f, kappa %.4f", n(), accuracy(), f1(), kappa());
        }
    }

    @Test
    void malformedOwnPattern_isAProblemOfTheConfiguration() throws IOException {
        EnrichConfig config = new EnrichConfig(true, List.of("(", " "), SafetyConfig.DEFAULT);

        assertEquals(2, config.problems().size(), () -> String.valueOf(config.problems()));
        assertTrue(config.problems().get(0).startsWith("refusal_patterns = (: expected a regular expression"));
        assertEquals(List.of(), EnrichConfig.DEFAULT.problems());
    }
}
