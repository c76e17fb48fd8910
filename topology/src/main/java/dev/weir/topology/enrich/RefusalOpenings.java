package dev.weir.topology.enrich;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How refusals begin, in English, German, French, Spanish, Italian, Portuguese, Chinese and Japanese.
 *
 * <p>Openings are filed under the first letters they can have. A scan of the first words' bytes says which of these may
 * match ({@link OpeningScan}), so most answers are done with after two words; the others cost an anchored match or two that
 * end with the head. An opening needs both a subject that declines and what is
 * declined: "I cannot wait" and "Sorry to hear that" are none.
 */
final class RefusalOpenings {

    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    private static final Map<Character, List<Pattern>> BY_LETTER = new HashMap<>();
    private static final List<String> EXPRESSIONS = new ArrayList<>();
    private static final List<String> LETTERS = new ArrayList<>();
    private static final List<Pattern> PATTERNS = new ArrayList<>();

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
        english(
                "iwuhn",
                "(?:unfortunately,? |however,? |no,? )?(?:i|we)(?: (?:simply|also|really|therefore|just))? ?" + CANNOT
                        + ",? " + DECLINED);
        english(
                "i",
                "i (?:do not|don't) (?:have|hold) (?:access to|(?:any )?personal (?:opinion|belief|info)|the ability)");
        english(
                "iwosurma",
                "(?:(?:i'm|i am|we're|we are|oh,? i'm) )?(?:so |really |very |truly |deeply |terribly )?"
                        + "(?:sorry|unfortunately|regrettably|apologies|my apologies|i apologi[sz]e)\\b" + WITHIN
                        + "\\b(?:(?:i|we|it is|it's)(?:'m| am|'re| are)? ?" + NO_ENTRY + "|is not " + IMPROPER + ")");
        english(
                "wai",
                "(?:while |although )?(?:i (?:understand|appreciate|see|realize|hear)|it(?:'s| is) understandable)\\b"
                        + WITHIN + "\\bi(?:'m| am)? ?(?:cannot|can't|unable|not able|must decline|won't)");
        english(
                "i",
                "i(?:'m| am) (?:happy|glad|here)\\b[^\\n]{0,140}?\\bi (?:must|have to|need to) (?:inform|decline"
                        + "|emphasi[sz]e)");
        english(
                "ai",
                "(?:as an?|i(?:'m| am)(?: just)? an?) (?:\\w+ )?(?:ai|artificial intelligence|language model"
                        + "|assistant)\\b" + WITHIN
                        + "(?:\\b(?:i|and)(?:'m| am)? ?(?:cannot|can't|don't|do not|unable|not able"
                        + "|must|won't|strive|committed)|\\bit(?:'s| is) (?:not|against)|not (?:programmed|capable|able))");
        english(
                "it",
                "(?:i (?:do not|don't) (?:think|believe) )?(?:it|that|this)(?:'s| is| would be) (?:not|never|in)? ?"
                        + "(?:un)?" + IMPROPER);
        english(
                "i",
                "it(?:'s| is) (?:important|crucial|essential) to (?:note|remember|understand) that [^.!?\\n]{0,120}?\\b"
                        + "(?:never (?:acceptable|appropriate|okay|ok|right|justified|an? \\w+)|not " + IMPROPER
                        + "|illegal|unethical|against the law)");
        english(
                "i",
                "i (?:strongly |must |would |have to )?(?:condemn|advise against|emphasi[sz]e that|strongly advise)");
        english(
                "ty",
                "(?:this|that|your) (?:request|question|content|prompt) (?:goes against|violates|is (?:not|in)"
                        + "|promotes|contains harmful)");
        lead(
                "etli",
                "(?:es )?tut mir (?:sehr )?leid|entschuldigung|leider|ich bedaue?re",
                "(?:kann|darf|könnte|werde|bin)\\b[^!?\\n]{0,90}?\\b(?:nicht|keine?n?)\\b(?! genug)");
        file(
                "aikd",
                "(?:als (?:eine? )?ki\\b[^!?\\n]{0,60}?|)(?:ich kann|kann ich|ich darf|ich werde)\\b"
                        + "(?! es kaum| nicht genug| nicht umhin)[^.!?\\n]{0,80}?\\b(?:nicht|keine?n?)\\b[^.!?\\n]{0,60}?"
                        + "(?:helfen|bereit|geben|beantwort|unterstütz|nachkommen|erfüllen|liefern|anbieten)");
        lead(
                "jtdvnme",
                "(?:je suis |je m'excuse|toutes mes excuses)?(?:vraiment )?(?:désolée?|navrée?)|malheureusement"
                        + "|je regrette|en tant qu'(?:ia|intelligence)",
                "je ne (?:peux|puis|suis|pourrai)");
        file(
                "j",
                "je ne (?:peux|puis|suis)(?: malheureusement)? pas (?:en mesure|vous |t'|fournir|aider|répondre"
                        + "|accéder|donner|créer|satisfaire)");
        lead(
                "ldc",
                "lo siento|lamento|lamentablemente|desafortunadamente|disculp[ae]|como (?:modelo|una? ia|ia)",
                "no (?:me es posible|puedo|podré|tengo permit)");
        file(
                "n",
                "no (?:puedo|me es posible) (?:ayudar|proporcionar|cumplir|responder|ofrecer|dar|generar|asistir"
                        + "|participar|brindar)");
        lead("mp", "mi dispiace|purtroppo|mi scuso", "non (?:posso|sono in grado|mi è possibile)");
        file("n", "non (?:posso|sono in grado di) (?:aiutar|fornir|rispond|assist|soddisf)");
        lead("dsli", "desculpe|sinto muito|lamento|infelizmente", "não (?:posso|consigo|sou capaz)");
        file("n", "não posso (?:ajudar|fornecer|responder|atender|oferecer)");
        file("很抱非对對", "[^。！？\\n]{0,4}?(?:抱歉|对不起|對不起)[^。！？\\n]{0,20}(?:无法|無法|不能)");
        file("我", "我(?:无法|無法|不能)(?:提供|回答|协助|協助|帮|幫)");
        file("申", "申し訳[^。\\n]{0,40}(?:できません|いたしかねます|ことはでき)");
    }

    private static final OpeningScan SCAN = new OpeningScan(EXPRESSIONS, LETTERS);

    private RefusalOpenings() {}

    private static void english(String letters, String opening) {
        file(letters, opening.replace("'", "['\u2019]"));
    }

    private static void lead(String letters, String lead, String declines) {
        file(letters, "(?:" + lead + ")\\b[^!?\\n]{0,120}?\\b" + declines);
    }

    private static void file(String letters, String opening) {
        Pattern pattern = compile(opening);
        EXPRESSIONS.add(opening);
        LETTERS.add(letters);
        PATTERNS.add(pattern);
        for (char letter : letters.toCharArray()) {
            BY_LETTER.computeIfAbsent(letter, l -> new ArrayList<>()).add(pattern);
        }
    }

    static Pattern compile(String opening) {
        return Pattern.compile(opening, FLAGS);
    }

    /** The openings that can begin with a character. */
    static List<Pattern> beginningWith(char first) {
        return BY_LETTER.getOrDefault(Character.toLowerCase(first), List.of());
    }

    /**
     * The openings that a text can begin with, by a scan of its bytes in UTF-8; one bit each.
     *
     * @param from where an ASCII letter or digit stands
     * @param characters that are read at most
     */
    static long candidates(byte[] bytes, int from, int end, int characters) {
        return SCAN.candidates(bytes, from, end, characters);
    }

    /** The opening of a bit. */
    static Pattern opening(int bit) {
        return PATTERNS.get(bit);
    }

    /** States of the scan. */
    static int states() {
        return SCAN.size();
    }
}
