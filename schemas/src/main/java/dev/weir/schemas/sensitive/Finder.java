package dev.weir.schemas.sensitive;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.IBANValidator;
import org.apache.commons.validator.routines.checkdigit.LuhnCheckDigit;
import org.jspecify.annotations.Nullable;

/**
 * One pattern and where to try it: at each place of its rarest character, which is looked for many characters at a time, for a
 * pattern tried at each character costs ten times as much.
 *
 * @param fragment that every match holds; empty: a match holds the start of a run of digits
 * @param rarest the character of the fragment that texts have least, by its index there
 * @param before most characters of a match before its fragment or digits
 * @param searched whether a match begins anywhere within those characters, and not exactly as many before
 * @param check of what matches
 */
record Finder(String fragment, int rarest, int before, boolean searched, Pattern pattern, Check check) {

    /** What a match has to pass beside its pattern. */
    interface Check {

        /** The part of a match that is genuine by its check digits; {@code null} where none is. */
        @Nullable
        String genuine(String match);
    }

    /** Most characters that a match has after its fragment: tokens are long, addresses are not. */
    private static final int LONGEST = 2_000;

    private static final int LONGEST_SEARCHED = 200;

    private static final int FEWEST_IBAN = 4;
    private static final String WORD = "(?<![A-Za-z0-9])";

    static List<Finder> secrets() {
        return List.of(
                at("sk-", '-', 0, WORD + "sk-[A-Za-z0-9_-]{20,}"),
                at("AKIA", 'K', 0, WORD + "AKIA[0-9A-Z]{16}(?![0-9A-Z])"),
                at("AIza", 'z', 0, WORD + "AIza[0-9A-Za-z_-]{35,}"),
                at("eyJ", 'J', 0, WORD + "eyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}"),
                at("_", '_', 3, WORD + "gh[pousr]_[A-Za-z0-9]{36,}"),
                at("github_pat_", '_', 0, WORD + "github_pat_[A-Za-z0-9_]{36,}"),
                at("xox", 'x', 0, WORD + "xox[abprs]-[A-Za-z0-9-]{10,}"),
                at("-----BEGIN ", 'G', 0, "-----BEGIN (?:[A-Z]{1,30} ){0,3}PRIVATE KEY"));
    }

    private static Finder at(String fragment, char rarest, int before, String regex) {
        return new Finder(fragment, fragment.indexOf(rarest), before, false, Pattern.compile(regex), found -> found);
    }

    static Finder around(String fragment, int before, String regex) {
        return new Finder(fragment, 0, before, true, Pattern.compile(regex), found -> found);
    }

    static Finder atDigits(int before, String regex, Check check) {
        return new Finder("", 0, before, false, Pattern.compile(regex), check);
    }

    boolean anyIn(String text, Predicate<String> counts) {
        @Nullable Matcher matcher = null;
        for (int at = next(text, 0); at >= 0; at = next(text, at + 1)) {
            int from = at - before;
            if (from < 0 && !searched) {
                continue;
            }
            if (matcher == null) {
                matcher = pattern.matcher(text).useTransparentBounds(true);
            }
            matcher.region(Math.max(0, from), Math.min(text.length(), at + (searched ? LONGEST_SEARCHED : LONGEST)));
            if (holds(matcher, at)) {
                String genuine = check.genuine(matcher.group());
                if (genuine != null && counts.test(genuine)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether there is a match that holds the fragment at an index. */
    private boolean holds(Matcher matcher, int at) {
        if (!searched) {
            return matcher.lookingAt();
        }
        while (matcher.find() && matcher.start() <= at) {
            if (matcher.end() > at) {
                return true;
            }
        }
        return false;
    }

    private int next(String text, int from) {
        if (!fragment.isEmpty()) {
            char mark = fragment.charAt(rarest);
            int at = text.indexOf(mark, from + rarest);
            while (at >= 0 && !text.startsWith(fragment, at - rarest)) {
                at = text.indexOf(mark, at + 1);
            }
            return at < 0 ? -1 : at - rarest;
        }
        for (int at = from; at < text.length(); at++) {
            if (isDigit(text.charAt(at)) && (at == 0 || !isDigit(text.charAt(at - 1)))) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static @Nullable String card(String found) {
        String digits = found.replaceAll("[ -]", "");
        boolean alike = digits.chars().distinct().count() < 2;
        return !alike && LuhnCheckDigit.LUHN_CHECK_DIGIT.isValid(digits) ? found : null;
    }

    /** The account at the beginning of what may go on with other capitals. */
    static @Nullable String iban(String found) {
        if (!IBANValidator.getInstance().hasValidator(found.substring(0, FEWEST_IBAN))) {
            return null;
        }
        int length = IBANValidator.getInstance().getValidator(found).getIbanLength();
        int end = 0;
        for (int digits = 0; end < found.length() && digits < length; end++) {
            digits += found.charAt(end) == ' ' ? 0 : 1;
        }
        String account = found.substring(0, end);
        return IBANValidator.getInstance().isValid(account.replace(" ", "")) ? account : null;
    }
}
