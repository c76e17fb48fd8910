package dev.weir.schemas.sensitive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensitiveTest {

    /** The secrets again, one expression each, tried at every character. */
    private static final List<Pattern> SECRETS = List.of(
            Pattern.compile("(?<![A-Za-z0-9])sk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,}"),
            Pattern.compile("-----BEGIN (?:[A-Z]+ ){0,3}PRIVATE KEY"),
            Pattern.compile("(?<![A-Za-z0-9])xox[abprs]-[0-9A-Za-z-]{10,}"),
            Pattern.compile("(?<![A-Za-z0-9])AKIA[0-9A-Z]{16}(?![0-9A-Z])"),
            Pattern.compile("(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{36,}"),
            Pattern.compile("(?<![A-Za-z0-9])github_pat_[A-Za-z0-9_]{36,}"),
            Pattern.compile("(?<![A-Za-z0-9])AIza[0-9A-Za-z_-]{35}"),
            Pattern.compile("(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}"));

    private static final List<String> FRAGMENTS = List.of(
            "sk-",
            "-----BEGIN ",
            "xoxb-",
            "xoxs-",
            "AKIA",
            "ghp_",
            "ghr_",
            "github_pat_",
            "AIza",
            "eyJ",
            "PRIVATE KEY",
            "RSA ",
            ".eyJ",
            "K",
            "ant-",
            "proj-");
    private static final List<String> ALPHABETS = List.of(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "abcxyzABCXYZ0189", "abcABC019_-", "-", ". ", "\u00e9\u4e2d", "A ");

    @Test
    void secret_isFoundWhereAPatternAtEveryCharacterFindsIt() {
        Random random = new Random(41);
        int found = 0;
        for (int i = 0; i < 40_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int pieces = 1 + random.nextInt(8); pieces > 0; pieces--) {
                append(text, random);
            }
            boolean expected =
                    SECRETS.stream().anyMatch(secret -> secret.matcher(text).find());
            String where = "seed 41, round " + i + ": " + text;
            assertEquals(expected, Sensitive.SECRET.isIn(text.toString()), where);
            String ascii = new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            assertEquals(expected, Sensitive.SECRET.isIn(ascii), "from its bytes, " + where);
            found += expected ? 1 : 0;
        }
        assertTrue(found > 2_000 && found < 38_000, found + " found");
    }

    private static void append(StringBuilder text, Random random) {
        if (random.nextInt(2) == 0) {
            text.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
        } else {
            String alphabet = ALPHABETS.get(random.nextInt(ALPHABETS.size()));
            for (int n = random.nextInt(45); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CARD, card 4111 1111 1111 1111, true",
        "CARD, 4111-1111-1111-1111., true",
        "CARD, card 4111-1111-1111-1112, false",
        "CARD, 4444 4444 4444 4444, false",
        "CARD, 0000 0000 0000 0000, false",
        "CARD, 1234567890123456, false",
        "CARD, 14111111111111111, false",
        "CARD, order 12 4111 1111 1111 1111, true",
        "CARD, iban DE89 3704 0044 0532 0130 01 please, false",
        "IBAN, iban DE89 3704 0044 0532 0130 00 please, true",
        "IBAN, pay GB82WEST12345698765432 NOW, true",
        "IBAN, iban DE89 3704 0044 0532 0130 01 please, false",
        "IBAN, XX89 3704 0044 0532 0130 00, false",
        "US_SSN, ssn 536-90-4399., true",
        "US_SSN, ssn 000-12-3456, false",
        "US_SSN, 1536-90-4399, false",
        "EMAIL, write to jane.doe@example.co.uk today, true",
        "EMAIL, a @mention and user@localhost, false"
    })
    void numbersAndAddresses_areCheckedNotGuessed(Sensitive kind, String text, boolean expected) {
        assertEquals(expected, kind.isIn(text));
    }

    @Test
    void whatIsFound_isAsItStands_andTheNextIsAskedForUntilOneCounts() {
        List<String> found = new ArrayList<>();
        assertFalse(Sensitive.IBAN.isIn("DE89 3704 0044 0532 0130 00 AND GB82WEST12345698765432", each -> {
            found.add(each);
            return false;
        }));
        assertEquals(List.of("DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432"), found);
        assertTrue(Sensitive.EMAIL.isIn("a@b.org, then c@d.org", each -> each.equals("c@d.org")));
    }

    @Test
    void hostileText_costsTimeThatGrowsWithItsLength() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (String piece : List.of("eyJ-", "1 ", "12-", "@", "a@", "AA11 ", "-----BEGIN A ", "ghp_", "sk")) {
                String text = piece.repeat(24_000 / piece.length());
                for (Sensitive kind : Sensitive.values()) {
                    assertFalse(kind.isIn(text), kind + " in " + piece);
                }
            }
        });
    }
}
