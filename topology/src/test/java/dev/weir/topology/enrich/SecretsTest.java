package dev.weir.topology.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SecretsTest {

    /** What the scan of the bytes stands for: a fragment, and the expression that has to match where it stands. */
    private record Rule(String fragment, Pattern pattern) {
        static Rule of(String fragment, String regex) {
            return new Rule(fragment, Pattern.compile(regex));
        }
    }

    private static final List<Rule> RULES = List.of(
            Rule.of("sk-", "(?<![A-Za-z0-9])sk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,}"),
            Rule.of("-----BEGIN ", "-----BEGIN (?:[A-Z]+ ){0,3}PRIVATE KEY"),
            Rule.of("xoxb-", "(?<![A-Za-z0-9])xoxb-[0-9A-Za-z-]{10,}"),
            Rule.of("xoxp-", "(?<![A-Za-z0-9])xoxp-[0-9A-Za-z-]{10,}"),
            Rule.of("AKIA", "(?<![A-Za-z0-9])AKIA[0-9A-Z]{16}(?![0-9A-Z])"),
            Rule.of("ghp_", "(?<![A-Za-z0-9])ghp_[A-Za-z0-9]{36,}"),
            Rule.of("gho_", "(?<![A-Za-z0-9])gho_[A-Za-z0-9]{36,}"),
            Rule.of("github_pat_", "(?<![A-Za-z0-9])github_pat_[A-Za-z0-9_]{36,}"),
            Rule.of("AIza", "(?<![A-Za-z0-9])AIza[0-9A-Za-z_-]{35}"),
            Rule.of("eyJ", "(?<![A-Za-z0-9])eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.[\\w-]{8,}"));

    private static final List<String> KINDS = List.of(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "abcxyzABCXYZ0189", "abcABC019_-", "-", ". ", "\u00e9\u4e2d", "A ");

    private static boolean expected(String text, int characters) {
        String read = text.substring(0, Math.min(text.length(), characters));
        for (Rule rule : RULES) {
            for (int at = read.indexOf(rule.fragment); at >= 0; at = read.indexOf(rule.fragment, at + 1)) {
                if (rule.pattern
                        .matcher(read)
                        .region(Math.max(0, at - 1), Math.min(read.length(), at + 120))
                        .useTransparentBounds(true)
                        .find()) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void scanOfTheBytes_findsWhatTheExpressionsFind() {
        Random random = new Random(41);
        int found = 0;
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int pieces = 1 + random.nextInt(8); pieces > 0; pieces--) {
                append(text, random);
            }
            byte[] bytes = ("sk-" + text + "aaaaaaaaaaaaaaaaaaaaaaaa").getBytes(StandardCharsets.UTF_8);
            int length = text.toString().getBytes(StandardCharsets.UTF_8).length;
            int characters = random.nextInt(4) == 0 ? random.nextInt(text.length() + 1) : 8_000;
            boolean expected = expected(text.toString(), characters);
            assertEquals(
                    expected,
                    Secrets.anyIn(bytes, 3, length, characters),
                    "seed 41, round " + i + ", " + characters + " of " + text);
            found += expected ? 1 : 0;
        }
        assertTrue(found > 5_000 && found < 95_000, found + " found");
    }

    private static void append(StringBuilder text, Random random) {
        switch (random.nextInt(6)) {
            case 0, 1 -> text.append(RULES.get(random.nextInt(RULES.size())).fragment());
            case 2 ->
                text.append(List.of("PRIVATE KEY", "RSA ", ".eyJ", "I", "ant-", "proj-")
                        .get(random.nextInt(6)));
            default -> {
                String kind = KINDS.get(random.nextInt(KINDS.size()));
                for (int n = random.nextInt(45); n > 0; n--) {
                    text.append(kind.charAt(random.nextInt(kind.length())));
                }
            }
        }
    }
}
