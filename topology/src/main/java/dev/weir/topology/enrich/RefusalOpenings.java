package dev.weir.topology.enrich;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How refusals begin, in English, German, French, Spanish, Italian, Portuguese, Chinese and Japanese.
 *
 * <p>Patterns are matched at the start of an answer and look no further than its head, so they cost about the same for a
 * short and a long answer. An opening needs both a subject that declines and what is declined: "I cannot wait" and
 * "Sorry to hear that" are none.
 */
final class RefusalOpenings {

    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

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
    private static final String SUBJECT = "(?:i|we)(?: (?:simply|also|really|therefore|just))? ?";
    private static final String NO_ENTRY = "(?:cannot|can ?not|can't|won't|will not|unable|not able|must decline"
            + "|have to decline|don't (?:have|feel)|do not (?:have|feel)|not (?:comfortable|appropriate|ethical))";
    private static final String WITHIN = "[^!?\\n]{0,140}?";

    /** Openings by language. */
    static final List<Pattern> ALL = List.of(
            english("(?:unfortunately,? |however,? |no,? )?" + SUBJECT + CANNOT + ",? " + DECLINED),
            english(SUBJECT
                    + "(?:do not|don't) have (?:access to|personal (?:opinions|beliefs|information)|the ability)"),
            english("(?:(?:i'm|i am|we're|we are|oh,? i'm) )?(?:so |really |very |truly |deeply |terribly )?"
                    + "(?:sorry|unfortunately|regrettably|apologies|my apologies|i apologi[sz]e)\\b" + WITHIN
                    + "\\b(?:i|we|it is|it's)(?:'m| am|'re| are)? ?" + NO_ENTRY),
            english("(?:while |although )?i (?:understand|appreciate|see|realize|hear)\\b" + WITHIN
                    + "\\bi(?:'m| am)? ?" + "(?:cannot|can't|unable|not able|must decline|won't)"),
            english(
                    "(?:as an?|i(?:'m| am)(?: just)? an?) (?:\\w+ )?(?:ai|artificial intelligence|language model|assistant)\\b"
                            + WITHIN
                            + "(?:\\bi(?:'m| am)? ?(?:cannot|can't|don't|do not|unable|not able|must|won't|strive)"
                            + "|\\bit(?:'s| is) (?:not|against)|not (?:programmed|capable|able))"),
            english("(?:i (?:do not|don't) (?:think|believe) )?(?:it|that|this)(?:'s| is| would be) (?:not|never|in)? ?"
                    + "(?:un)?(?:appropriate|ethical|acceptable|respectful|productive|legal)\\b"),
            english(
                    "i (?:strongly |must |would |have to )?(?:condemn|advise against|emphasi[sz]e that|strongly advise)"),
            english("(?:this|that|your) (?:request|question|content|prompt) (?:goes against|violates|is (?:not|in)"
                    + "|promotes|contains harmful)"),
            head(
                    "(?:es )?tut mir (?:sehr )?leid|entschuldigung|leider|ich bedau[e]?re",
                    "(?:kann|darf|könnte|werde|bin)\\b[^!?\\n]{0,90}?\\b(?:nicht|keine?n?)\\b(?! genug)"),
            start("(?:als (?:eine? )?ki\\b[^!?\\n]{0,60}?|)(?:ich kann|kann ich|ich darf|ich werde)\\b"
                    + "(?! es kaum| nicht genug| nicht umhin)[^.!?\\n]{0,80}?\\b(?:nicht|keine?n?)\\b[^.!?\\n]{0,60}?"
                    + "(?:helfen|bereit|geben|beantwort|unterstütz|nachkommen|erfüllen|liefern|anbieten)"),
            head(
                    "(?:je suis |je m'excuse|toutes mes excuses)?(?:vraiment )?(?:désolée?|navrée?)|malheureusement"
                            + "|je regrette|en tant qu'(?:ia|intelligence)",
                    "je ne (?:peux|puis|suis|pourrai)"),
            start("je ne (?:peux|puis|suis)(?: malheureusement)? pas (?:en mesure|vous |t'|fournir|aider|répondre"
                    + "|accéder|donner|créer|satisfaire)"),
            head(
                    "(?:lo siento|lamento|lamentablemente|desafortunadamente|disculp[ae]|como (?:modelo|una? ia|ia))",
                    "no (?:me es posible|puedo|podré|tengo permit)"),
            start("no (?:puedo|me es posible) (?:ayudar|proporcionar|cumplir|responder|ofrecer|dar|generar|asistir"
                    + "|participar|brindar)"),
            head("(?:mi dispiace|purtroppo|mi scuso)", "non (?:posso|sono in grado|mi è possibile)"),
            start("non (?:posso|sono in grado di) (?:aiutar|fornir|rispond|assist|soddisf)"),
            head("(?:desculpe|sinto muito|lamento|infelizmente)", "não (?:posso|consigo|sou capaz)"),
            start("não posso (?:ajudar|fornecer|responder|atender|oferecer)"),
            start("[^。！？\\n]{0,4}(?:抱歉|对不起|對不起)[^。！？\\n]{0,20}(?:无法|無法|不能)|我(?:无法|無法|不能)(?:提供|回答|协助|協助|帮|幫)"),
            start("申し訳[^。\\n]{0,40}(?:できません|いたしかねます|ことはでき)"));

    private RefusalOpenings() {}

    private static Pattern english(String opening) {
        return start(opening.replace("'", "['\u2019]"));
    }

    private static Pattern head(String lead, String declines) {
        return start("(?:" + lead + ")\\b[^!?\\n]{0,120}?\\b" + declines);
    }

    /** Pattern at the start of an answer, after quotes, markdown and blanks. */
    static Pattern start(String opening) {
        return Pattern.compile("[\\s\"*_>#\u201c-]{0,8}+(?:" + opening + ")", FLAGS);
    }
}
