package dev.weir.topology.enrich;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How refusals begin, in English, German, French, Spanish, Italian, Portuguese, Chinese and Japanese. An opening needs both a
 * subject that declines and what is declined: "I cannot wait" and "Sorry to hear that" are none.
 *
 * <p>The expressions decide. Most answers never reach one: a table says by their first three characters which openings may
 * begin so, and mostly none does. The table follows from the expressions, for {@link Matcher#hitEnd} says of a beginning
 * whether more of it could match. An opening with a long gap, which costs five microseconds to search, is tried only where the
 * head also holds one of the words that such an opening ends with.
 */
final class RefusalOpenings {

    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

    /** Characters that the table knows: letters whatever their case, a blank, what is beyond ASCII or an apostrophe, the rest. */
    private static final int SYMBOLS = 29;

    private static final int HEAD = 3;

    private static final int BLANK = 26;
    private static final int FOREIGN = 27;
    private static final int OTHER = 28;

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    /** A blank, characters beyond ASCII that an opening holds near its beginning or that case folding makes a letter, and others. */
    private static final String OTHERS =
            " '\u2019\u00E0\u00E3\u00E4\u00E8\u00E9\u00F2\u00F6\u00FC\u0130\u0131\u017F\u212A,-.!?\n1_";

    /** Parts of words of which every English opening with a gap holds one. */
    private static final List<String> DECLINING = List.of(
            "not",
            "'t",
            "\u2019t",
            "unable",
            "declin",
            "never",
            "inform",
            "emphasi",
            "must",
            "strive",
            "committed",
            "against",
            "illegal",
            "unethical");

    /** Openings that a head may begin, joined; either may be absent. */
    private record Candidates(
            @Nullable Pattern plain, @Nullable Pattern withGap) {}

    private static final List<Pattern> OPENINGS = new ArrayList<>();
    private static final BitSet WITH_GAP = new BitSet();
    private static final Map<Character, Pattern> BY_FOREIGN_LETTER = new HashMap<>();

    private static final @Nullable Candidates[] BY_HEAD = new @Nullable Candidates[SYMBOLS * SYMBOLS * SYMBOLS];

    private static final String WITHIN = "[^!?\\n]{0,140}?";
    private static final String CANNOT = "(?:cannot|can ?not|can't|can no longer|could not|couldn't|won't|will not"
            + "|would not|wouldn't|(?:am|'m) (?:unable|not able|not (?:going|allowed|permitted|comfortable))"
            + "|(?:must|have to|need to) (?:respectfully |politely )?(?:decline|refuse)|decline|refuse"
            + "|(?:do not|don't) feel (?:comfortable|right)|(?:do not|don't) have (?:access|the ability|information"
            + "|real-time|personal))";
    private static final String DECLINED =
            "(?:to )?(?:in good conscience |really |ethically |directly )?(?:provide|assist"
                    + "|help|fulfil|comply|suggest|support|create|generate|engage|answer|respond|offer|discuss|endorse|promote"
                    + "|encourage|condone|satisfy|participate|share|advi[cs]e|complete|write|produce|make|give|do th|agree"
                    + "|continue|process|access|accurately|teach|tell|say|explain|facilitate|be of)";
    private static final String NO_ENTRY = "(?:cannot|can ?not|can't|won't|will not|unable|not able|must decline"
            + "|have to decline|don't (?:have|feel)|do not (?:have|feel)|not (?:comfortable|appropriate|ethical))";
    private static final String IMPROPER = "(?:\\w+ (?:or|and|nor) )?(?:an? )?(?:safe (?:or|and) )?"
            + "(?:appropriate|ethical|acceptable|respectful|productive|legal)\\b";

    static {
        english("(?:unfortunately,? |however,? |no,? )?(?:i|we)(?: (?:simply|also|really|therefore|just))? ?" + CANNOT
                + ",? " + DECLINED);
        english("i (?:do not|don't) (?:have|hold) (?:access to|(?:any )?personal (?:opinion|belief|info)|the ability)");
        englishWithGap("(?:(?:i'm|i am|we're|we are|oh,? i'm) )?(?:so |really |very |truly |deeply |terribly )?"
                + "(?:sorry|unfortunately|regrettably|apologies|my apologies|i apologi[sz]e)\\b" + WITHIN
                + "\\b(?:(?:i|we|it is|it's)(?:'m| am|'re| are)? ?" + NO_ENTRY + "|is not " + IMPROPER + ")");
        englishWithGap(
                "(?:while |although )?(?:i (?:understand|appreciate|see|realize|hear)|it(?:'s| is) understandable)\\b"
                        + WITHIN + "\\bi(?:'m| am)? ?(?:cannot|can't|unable|not able|must decline|won't)");
        englishWithGap("i(?:'m| am) (?:happy|glad|here)\\b[^\\n]{0,140}?\\bi (?:must|have to|need to) (?:inform|decline"
                + "|emphasi[sz]e)");
        englishWithGap("(?:as an?|i(?:'m| am)(?: just)? an?) (?:\\w+ )?(?:ai|artificial intelligence|language model"
                + "|assistant)\\b" + WITHIN
                + "(?:\\b(?:i|and)(?:'m| am)? ?(?:cannot|can't|don't|do not|unable|not able"
                + "|must|won't|strive|committed)|\\bit(?:'s| is) (?:not|against)|not (?:programmed|capable|able))");
        english("(?:i (?:do not|don't) (?:think|believe) )?(?:it|that|this)(?:'s| is| would be) (?:not|never|in)? ?"
                + "(?:un)?" + IMPROPER);
        englishWithGap(
                "it(?:'s| is) (?:important|crucial|essential) to (?:note|remember|understand) that [^.!?\\n]{0,120}?\\b"
                        + "(?:never (?:acceptable|appropriate|okay|ok|right|justified|an? \\w+)|not " + IMPROPER
                        + "|illegal|unethical|against the law)");
        english("i (?:strongly |must |would |have to )?(?:condemn|advise against|emphasi[sz]e that|strongly advise)");
        english("(?:this|that|your) (?:request|question|content|prompt) (?:goes against|violates|is (?:not|in)"
                + "|promotes|contains harmful)");
        lead(
                "(?:es )?tut mir (?:sehr )?leid|entschuldigung|leider|ich bedaue?re",
                "(?:kann|darf|könnte|werde|bin)\\b[^!?\\n]{0,90}?\\b(?:nicht|keine?n?)\\b(?! genug)");
        file("(?:als (?:eine? )?ki\\b[^!?\\n]{0,60}?|)(?:ich kann|kann ich|ich darf|ich werde)\\b"
                + "(?! es kaum| nicht genug| nicht umhin)[^.!?\\n]{0,80}?\\b(?:nicht|keine?n?)\\b[^.!?\\n]{0,60}?"
                + "(?:helfen|bereit|geben|beantwort|unterstütz|nachkommen|erfüllen|liefern|anbieten)");
        lead(
                "(?:je suis |je m'excuse|toutes mes excuses)?(?:vraiment )?(?:désolée?|navrée?)|malheureusement"
                        + "|je regrette|en tant qu'(?:ia|intelligence)",
                "je ne (?:peux|puis|suis|pourrai)");
        file("je ne (?:peux|puis|suis)(?: malheureusement)? pas (?:en mesure|vous |t'|fournir|aider|répondre"
                + "|accéder|donner|créer|satisfaire)");
        lead(
                "lo siento|lamento|lamentablemente|desafortunadamente|disculp[ae]|como (?:modelo|una? ia|ia)",
                "no (?:me es posible|puedo|podré|tengo permit)");
        file("no (?:puedo|me es posible) (?:ayudar|proporcionar|cumplir|responder|ofrecer|dar|generar|asistir"
                + "|participar|brindar)");
        lead("mi dispiace|purtroppo|mi scuso", "non (?:posso|sono in grado|mi è possibile)");
        file("non (?:posso|sono in grado di) (?:aiutar|fornir|rispond|assist|soddisf)");
        lead("desculpe|sinto muito|lamento|infelizmente", "não (?:posso|consigo|sou capaz)");
        file("não posso (?:ajudar|fornecer|responder|atender|oferecer)");
        beginningWith("很抱非对對", "[^。！？\\n]{0,4}?(?:抱歉|对不起|對不起)[^。！？\\n]{0,20}(?:无法|無法|不能)");
        beginningWith("我", "我(?:无法|無法|不能)(?:提供|回答|协助|協助|帮|幫)");
        beginningWith("申", "申し訳[^。\\n]{0,40}(?:できません|いたしかねます|ことはでき)");
        fileByHead();
    }

    private RefusalOpenings() {}

    private static void english(String opening) {
        file(opening.replace("'", "['\u2019]"));
    }

    private static void englishWithGap(String opening) {
        WITH_GAP.set(OPENINGS.size());
        english(opening);
    }

    private static void lead(String lead, String declines) {
        file("(?:" + lead + ")\\b[^!?\\n]{0,120}?\\b" + declines);
    }

    private static void file(String opening) {
        OPENINGS.add(compile(opening));
    }

    private static void beginningWith(String letters, String opening) {
        letters.chars().forEach(letter -> BY_FOREIGN_LETTER.put((char) letter, compile(opening)));
    }

    static Pattern compile(String opening) {
        return Pattern.compile(opening, FLAGS);
    }

    /** Files under each head of three characters the openings that may begin with it. */
    private static void fileByHead() {
        Map<Integer, BitSet> heads = new HashMap<>();
        BitSet all = new BitSet();
        all.set(0, OPENINGS.size());
        extend("", all, heads);
        Map<BitSet, Candidates> joined = new HashMap<>();
        heads.forEach((head, openings) -> BY_HEAD[head] = joined.computeIfAbsent(openings, some -> {
            BitSet plain = (BitSet) some.clone();
            plain.andNot(WITH_GAP);
            BitSet withGap = (BitSet) some.clone();
            withGap.and(WITH_GAP);
            return new Candidates(join(plain), join(withGap));
        }));
    }

    private static @Nullable Pattern join(BitSet openings) {
        return openings.isEmpty()
                ? null
                : compile(openings.stream()
                        .mapToObj(opening -> OPENINGS.get(opening).pattern())
                        .collect(Collectors.joining("|", "(?:", ")")));
    }

    private static void extend(String head, BitSet openings, Map<Integer, BitSet> heads) {
        if (head.length() == HEAD) {
            heads.computeIfAbsent(index(head.charAt(0), head.charAt(1), head.charAt(2)), absent -> new BitSet())
                    .or(openings);
            return;
        }
        for (char c : (head.isEmpty() ? LETTERS : LETTERS + OTHERS).toCharArray()) {
            String longer = head + c;
            BitSet left = new BitSet();
            openings.stream()
                    .filter(opening -> mayBegin(OPENINGS.get(opening).matcher(longer)))
                    .forEach(left::set);
            if (!left.isEmpty()) {
                extend(longer, left, heads);
            }
        }
    }

    private static boolean mayBegin(Matcher matcher) {
        return matcher.lookingAt() || matcher.hitEnd();
    }

    /** Whether a text may open like a refusal, told by its first three characters. */
    static boolean mayBegin(char first, char second, char third) {
        return first < 0x80 ? BY_HEAD[index(first, second, third)] != null : BY_FOREIGN_LETTER.containsKey(first);
    }

    /** Whether the part of a text from a letter on is an opening. */
    static boolean isAt(String text, int from, int to) {
        if (to - from < HEAD) {
            return false;
        }
        if (text.charAt(from) >= 0x80) {
            return matches(BY_FOREIGN_LETTER.get(text.charAt(from)), text, from, to);
        }
        Candidates candidates = BY_HEAD[index(text.charAt(from), text.charAt(from + 1), text.charAt(from + 2))];
        return candidates != null
                && (matches(candidates.plain, text, from, to)
                        || (candidates.withGap != null
                                && declines(text.substring(from, to))
                                && matches(candidates.withGap, text, from, to)));
    }

    private static boolean declines(String head) {
        String lower = head.toLowerCase(Locale.ROOT);
        for (String part : DECLINING) {
            if (lower.contains(part)) {
                return true;
            }
        }
        return false;
    }

    static boolean matches(@Nullable Pattern opening, String text, int from, int to) {
        return opening != null && opening.matcher(text).region(from, to).lookingAt();
    }

    /** All openings that begin with a letter of ASCII. */
    static List<Pattern> all() {
        return List.copyOf(OPENINGS);
    }

    private static int index(char first, char second, char third) {
        return (symbol(first) * SYMBOLS + symbol(second)) * SYMBOLS + symbol(third);
    }

    private static int symbol(char c) {
        int letter = (c | 0x20) - 'a';
        if (c < 0x80 && letter >= 0 && letter < BLANK) {
            return letter;
        }
        return c == ' ' ? BLANK : c == '\'' || c >= 0x80 ? FOREIGN : OTHER;
    }
}
