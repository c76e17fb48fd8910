package dev.weir.topology.enrich;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.topology.Fixture;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Refusals as the text layer sees them against what people say of the same answers. */
class RefusalAgreementTest {

    private static final Refusals REFUSALS = new Refusals(true, List.of());

    @Test
    void peopleAgreeMoreWithUsThanWithTheStringMatcherOrGpt4() throws Exception {
        JsonNode published;
        try (InputStream in = Fixture.open("refusal/xstest_reference_scores.json")) {
            published = Fixture.JSON.readTree(in).path("shared");
        }
        Agreement all = new Agreement();
        Agreement held = new Agreement();
        Agreement matcherOnHeld = new Agreement();
        Agreement gpt4OnHeld = new Agreement();
        for (JsonNode row : Fixture.rows("refusal/xstest_completions.jsonl.gz")) {
            boolean human = isRefusalLabel(row.path("final_label"));
            boolean ours = REFUSALS.isRefusal(row.path("completion").asText());
            all.add(human, ours);
            if (!isTuned(row)) {
                held.add(human, ours);
                matcherOnHeld.add(human, isRefusalLabel(row.path("strmatch_label")));
                gpt4OnHeld.add(human, isRefusalLabel(row.path("gpt4_label")));
            }
        }
        System.out.println("refusal text layer, all rows: " + all + "; published " + published);
        System.out.println("refusal text layer, the half that it was not tuned on: " + held);
        System.out.println("string matcher there: " + matcherOnHeld + "; GPT-4 there: " + gpt4OnHeld);
        for (Agreement other : List.of(matcherOnHeld, gpt4OnHeld)) {
            assertTrue(held.f1() > other.f1() + 0.01, held + " against " + other);
            assertTrue(held.kappa() > other.kappa() + 0.02, held + " against " + other);
        }
        for (String other : List.of("strmatch_label", "gpt4_label")) {
            JsonNode scores = published.path(other);
            assertTrue(all.f1() > scores.path("f1").asDouble() + 0.02, all + " against " + scores);
            assertTrue(all.kappa() > scores.path("kappa").asDouble() + 0.04, all + " against " + scores);
        }
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
                    Locale.ROOT,
                    "n = %.0f, accuracy %.4f, F1 %.4f, kappa %.4f, refused %.4f, by people %.4f",
                    n(),
                    accuracy(),
                    f1(),
                    kappa(),
                    (bothYes + onlyOurs) / n(),
                    (bothYes + onlyHuman) / n());
        }
    }
}
