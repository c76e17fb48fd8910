package dev.weir.topology.enrich;

import dev.weir.schemas.sensitive.Sensitive;
import dev.weir.topology.call.CallView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cheap rules for what is worth a second look: they find the plain cases and are no guard.
 *
 * <p>Each text is searched for a few fixed fragments; only where one stands a pattern is tried on the spot. At most the
 * first {@value #SCANNED} characters are read, so the cost has a bound: per 800 characters 0.5 microseconds for secrets, which
 * are told without decoding the text, about 3 for personal numbers and 4 for injections, processor time on a busy machine; for
 * the last two, which are off at first, the text has to be decoded. The injection rules find 67 % of public
 * jailbreak prompts (86 of 128 that they were not written by) with no false alarm in 173 benign texts; they find none of 75
 * instructions hidden in e-mails, which are phrased like any other request. In 798 made-up sentences the personal-number
 * rules find every e-mail address (19) and US social security number (10) and 83 of 97 cards (the others fail the check digit
 * or are too short), with no false alarm in 672.
 */
final class Safety {

    static final String PII = "pii";
    static final String PROMPT_INJECTION = "prompt_injection";
    static final String SECRET_LEAK = "secret_leak";

    /** Characters of a text that are read. */
    static final int SCANNED = 8_000;

    /** Bytes of UTF-8 that so many characters have at most, and that are read where a text is not decoded. */
    static final int SCANNED_BYTES = 3 * SCANNED;

    private static final List<Sensitive> PERSONAL =
            List.of(Sensitive.EMAIL, Sensitive.CARD, Sensitive.IBAN, Sensitive.US_SSN);

    private static final int AROUND = 120;

    /** A pattern and the fragment that every match of it holds, at most so many characters after its start. */
    private record Rule(String fragment, int before, Pattern pattern) {
        static Rule of(String fragment, int before, String regex) {
            return new Rule(fragment, before, Pattern.compile(regex, Pattern.CASE_INSENSITIVE));
        }
    }

    private static final String OWN = "(?:previous|prior|above|earlier|preceding|initial|system|your|these|openai|all)";
    private static final List<Rule> INJECTIONS = List.of(
            Rule.of(
                    "gnore ",
                    2,
                    "\\bignore (?:\\w+ ){0,4}?(?:everything|instructions?|rules|prompts?|guidelines|directions)\\b"),
            Rule.of("isregard ", 2, "\\bdisregard (?:\\w+ ){0,3}?" + OWN + "\\b"),
            Rule.of(
                    "orget ",
                    2,
                    "\\bforget (?:everything\\b|(?:\\w+ ){0,3}?" + OWN
                            + " (?:\\w+ )?(?:instructions?|rules|prompts?|context))"),
            Rule.of("rom now on", 2, "\\bfrom now on,? (?:you|act|refer|answer|respond|ignore|every)"),
            Rule.of("ailbr", 2, "\\bjailbr(?:eak|oken)"),
            Rule.of("eveloper ", 2, "\\bdeveloper mode\\b"),
            Rule.of("nything ", 2, "\\bdo anything now\\b|\\banything (?:i|the user) ask"),
            Rule.of("ystem ", 2, "\\bsystem prompt\\b"),
            Rule.of(
                    "estrictions",
                    40,
                    "\\b(?:no|any|without|free (?:from|of)|bypass(?:es|ing)?) (?:\\w+ ){0,2}restrictions"),
            Rule.of("thical", 40, "\\b(?:no|any|without|not bound by|regardless of) (?:\\w+ ){0,3}(?:un)?ethical"),
            Rule.of("haracter", 20, "\\b(?:stay in|break|out of) character\\b"),
            Rule.of("ensor", 4, "\\b(?:un|not )censor(?:ed|ing)\\b"),
            Rule.of("olicies", 60, "\\b(?:ignore|bypass|without|no|regardless of|against) (?:\\w+ ){0,4}policies"));

    private final SafetyConfig config;

    Safety(SafetyConfig config) {
        this.config = config;
    }

    /** Categories that a rule hit, in alphabetical order; mostly none. */
    List<String> hits(CallView call) {
        boolean pii = config.pii() && holdsPersonalNumbers(call.outputText());
        boolean injection = config.promptInjection() && matches(INJECTIONS, call.inputText());
        boolean secret = config.secretLeak()
                && call.outputTextLength() > 0
                && Sensitive.SECRET.isIn(ascii(call.bytes(), call.outputTextOffset(), call.outputTextLength()));
        if (!pii && !injection && !secret) {
            return List.of();
        }
        List<String> hits = new ArrayList<>(3);
        if (pii) {
            hits.add(PII);
        }
        if (injection) {
            hits.add(PROMPT_INJECTION);
        }
        if (secret) {
            hits.add(SECRET_LEAK);
        }
        return List.copyOf(hits);
    }

    /**
     * A text as far as it is ASCII, which every secret is: a byte beyond becomes some other character. Costs a copy, where
     * decoding costs several.
     */
    private static String ascii(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, Math.min(length, SCANNED_BYTES), StandardCharsets.ISO_8859_1);
    }

    private static boolean holdsPersonalNumbers(@Nullable String text) {
        if (text == null) {
            return false;
        }
        String read = text.length() > SCANNED ? text.substring(0, SCANNED) : text;
        return PERSONAL.stream().anyMatch(kind -> kind.isIn(read));
    }

    private static boolean matches(List<Rule> rules, @Nullable String text) {
        if (text == null) {
            return false;
        }
        String read = text.length() > SCANNED ? text.substring(0, SCANNED) : text;
        for (Rule rule : rules) {
            for (int at = read.indexOf(rule.fragment); at >= 0; at = read.indexOf(rule.fragment, at + 1)) {
                int from = Math.max(0, at - rule.before);
                int to = Math.min(read.length(), at + AROUND);
                if (rule.pattern
                        .matcher(read)
                        .region(from, to)
                        .useTransparentBounds(true)
                        .find()) {
                    return true;
                }
            }
        }
        return false;
    }
}
