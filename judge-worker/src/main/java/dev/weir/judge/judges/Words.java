package dev.weir.judge.judges;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words and numbers of a text, made comparable: NFKC, lower case, possessives and the commonest English endings cut,
 * thousands separators out of numbers, trailing zeros out of decimals. Linear in the length of the text.
 */
final class Words {

    /** Kind of a token; its weight says how much a claim rests on it. */
    enum Kind {
        STOP(0),
        WORD(1),
        NAME(2),
        NUMBER(3);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }

        int weight() {
            return weight;
        }
    }

    /** One token; {@code text} is its comparable form. */
    record Token(String text, Kind kind) {}

    private static final Pattern TOKEN = Pattern.compile("\\p{N}+(?:[.,:]\\p{N}+)*|[\\p{L}\\p{M}]+(?:['’][\\p{L}]+)*");
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?。！？])\\s+|(?<=[。！？])|[\\r\\n]+");
    private static final Pattern GROUPED = Pattern.compile("\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?");
    private static final Pattern DECIMAL = Pattern.compile("\\d+\\.\\d+");
    private static final Set<String> STOP_WORDS = Set.of(
            ("a about above after again all also am an and any are as at be because been before being below between both"
                            + " but by can could did do does doing down during each few for from further had has have having he"
                            + " her here hers him his how i if in into is it its itself just may me might more most must my no nor"
                            + " not now of off on once only or other our out over own per please same she should so some such than"
                            + " that the their them then there these they this those through to too under until up upon us very was"
                            + " we were what when where which while who whom why will with would you your yes sure thanks thank"
                            + " hello hi sorry hope helps help let know")
                    .split(" "));

    private Words() {}

    /** Tokens in order; a capitalised word that does not open a sentence is a {@code NAME}. */
    static List<Token> of(String text) {
        List<Token> tokens = new ArrayList<>();
        for (String sentence : sentences(text)) {
            addTokens(sentence, tokens);
        }
        return tokens;
    }

    /** Sentences and lines of a text, none blank. */
    static List<String> sentences(String text) {
        List<String> sentences = new ArrayList<>();
        for (String part : SENTENCE_END.split(Normalizer.normalize(text, Normalizer.Form.NFKC))) {
            if (!part.isBlank()) {
                sentences.add(part.strip());
            }
        }
        return sentences;
    }

    /** Comparable forms of all tokens, stop words too. */
    static List<String> normalised(String text) {
        return of(text).stream().map(Token::text).toList();
    }

    private static void addTokens(String sentence, List<Token> tokens) {
        Matcher matcher = TOKEN.matcher(sentence);
        boolean first = true;
        while (matcher.find()) {
            String raw = matcher.group();
            tokens.add(token(raw, first));
            first = false;
        }
    }

    private static Token token(String raw, boolean first) {
        if (Character.isDigit(raw.charAt(0))) {
            return new Token(number(raw), Kind.NUMBER);
        }
        String lower = raw.toLowerCase(Locale.ROOT).replace('’', '\'');
        if (STOP_WORDS.contains(lower) || lower.length() < 2 && lower.charAt(0) < 128) {
            return new Token(lower, Kind.STOP);
        }
        boolean name = !first && Character.isUpperCase(raw.charAt(0));
        return new Token(stem(lower), name ? Kind.NAME : Kind.WORD);
    }

    private static String number(String raw) {
        String number = GROUPED.matcher(raw).matches() ? raw.replace(",", "") : raw;
        if (DECIMAL.matcher(number).matches()) {
            number = number.replaceAll("0+$", "").replaceAll("\\.$", "");
        }
        return number;
    }

    private static String stem(String word) {
        String stem = word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
        for (String ending : List.of("ing", "ed", "es", "s")) {
            if (stem.endsWith(ending) && stem.length() - ending.length() >= 4 && !stem.endsWith("ss")) {
                return stem.substring(0, stem.length() - ending.length());
            }
        }
        return stem.length() > 4 && stem.endsWith("e") ? stem.substring(0, stem.length() - 1) : stem;
    }
}
