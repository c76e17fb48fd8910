package dev.weir.topology.enrich;

import java.util.regex.Pattern;

/**
 * E-mail addresses and checked numbers that belong to a person: payment cards (Luhn), IBANs (mod 97) and US social security
 * numbers. Names, addresses and phone numbers are not looked for: without a model they are guesses.
 */
final class PersonalNumbers {

    private static final Pattern MAIL =
            Pattern.compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){0,4}\\.[A-Za-z]{2,24}");
    private static final Pattern SSN =
            Pattern.compile("(?<![\\d-])(?!000|666|9)\\d{3}-(?!00)\\d{2}-(?!0000)\\d{4}(?![\\d-])");
    private static final Pattern IBAN = Pattern.compile("(?<![A-Za-z0-9])[A-Z]{2}\\d{2}(?: ?[A-Z0-9]){11,30}");

    private PersonalNumbers() {}

    /**
     * Whether a text holds any.
     *
     * @param limit characters that are read
     */
    static boolean anyIn(String text, int limit) {
        int end = Math.min(text.length(), limit);
        int digits = 0;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == '@'
                    && MAIL.matcher(text)
                            .region(Math.max(0, i - 64), Math.min(end, i + 200))
                            .find()) {
                return true;
            } else if (c != ' ' && c != '-') {
                if (digits >= 9 && isPersonal(text, i, end)) {
                    return true;
                }
                digits = 0;
            }
        }
        return digits >= 9 && isPersonal(text, end, end);
    }

    /** Whether the run of digits, blanks and hyphens before an index is one of a person's numbers. */
    private static boolean isPersonal(String text, int runEnd, int end) {
        int start = runEnd;
        while (start > 0 && isNumberPart(text.charAt(start - 1))) {
            start--;
        }
        return SSN.matcher(text)
                        .region(start, runEnd)
                        .useTransparentBounds(true)
                        .find()
                || isCard(text, start, runEnd)
                || isIban(text, Math.max(0, start - 6), Math.min(end, runEnd + 34));
    }

    private static boolean isNumberPart(char c) {
        return (c >= '0' && c <= '9') || c == ' ' || c == '-';
    }

    private static boolean isCard(String text, int start, int end) {
        StringBuilder digits = new StringBuilder(24);
        for (int i = start; i < end; i++) {
            if (Character.isDigit(text.charAt(i))) {
                digits.append(text.charAt(i));
            }
        }
        if (digits.length() < 13 || digits.length() > 19 || digits.charAt(0) < '2' || digits.charAt(0) > '6') {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            sum += i % 2 == 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
        }
        return sum % 10 == 0;
    }

    private static boolean isIban(String text, int start, int end) {
        var matcher = IBAN.matcher(text).region(start, end).useTransparentBounds(true);
        while (matcher.find()) {
            if (remainder(matcher.group().replace(" ", "")) == 1) {
                return true;
            }
        }
        return false;
    }

    private static int remainder(String iban) {
        String moved = iban.substring(4) + iban.substring(0, 4);
        int rest = 0;
        for (int i = 0; i < moved.length(); i++) {
            int value = Character.getNumericValue(moved.charAt(i));
            rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
        }
        return rest;
    }
}
