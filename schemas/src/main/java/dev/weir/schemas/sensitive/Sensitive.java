package dev.weir.schemas.sensitive;

import java.util.List;
import java.util.function.Predicate;

/**
 * Kinds of content that a text should not give away. Found by form, and where a number has check digits by these too. Names,
 * addresses and telephone numbers are not looked for: without a model they are guesses. These are cheap rules that find the
 * plain cases, and no guard.
 *
 * <p>A pattern is tried only where a fragment stands that every match holds, or where a run of digits starts: half a microsecond
 * of processor time per 800 characters for {@link #SECRET}. No state; thread-safe.
 */
public enum Sensitive {
    /** Keys and tokens of OpenAI, Anthropic, AWS, GitHub, Slack and Google, private keys in PEM, JSON web tokens. */
    SECRET(Finder.secrets()),

    /**
     * Payment cards: 13 to 19 digits that begin with 2 to 6, are not all alike, and pass the check of ISO/IEC 7812-1. The later
     * groups of a longer number, such as a bank account, are none.
     */
    CARD(List.of(Finder.atDigits(
            0, "(?<![\\d.-])(?<![A-Z]{2}\\d{2} )(?<!\\d{4} )[2-6](?:[ -]?\\d){12,18}(?![\\d-]|\\.\\d)", Finder::card))),

    /** Bank accounts: the form of the country that they name, with the check digits of ISO 13616. */
    IBAN(List.of(Finder.atDigits(2, "(?<![A-Za-z0-9])[A-Z]{2}\\d{2}(?: ?[A-Z0-9]){11,30}", Finder::iban))),

    /** Social security numbers of the United States, written with hyphens. */
    US_SSN(List.of(Finder.atDigits(
            0, "(?<![\\d-])(?!000|666|9)\\d{3}-(?!00)\\d{2}-(?!0000)\\d{4}(?![\\d-])", found -> found))),

    /** E-mail addresses. */
    EMAIL(List.of(Finder.around(
            "@", 64, "[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){0,4}\\.[A-Za-z]{2,24}")));

    private final List<Finder> finders;

    Sensitive(List<Finder> finders) {
        this.finders = finders;
    }

    /** Whether a text holds any. */
    public boolean isIn(String text) {
        return isIn(text, found -> true);
    }

    /**
     * Whether a text holds any that counts.
     *
     * @param counts what is asked of each that is found, as it stands in the text, until one counts
     */
    public boolean isIn(String text, Predicate<String> counts) {
        for (Finder finder : finders) {
            if (finder.anyIn(text, counts)) {
                return true;
            }
        }
        return false;
    }
}
