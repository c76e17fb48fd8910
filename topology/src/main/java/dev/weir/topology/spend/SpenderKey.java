package dev.weir.topology.spend;

import java.util.Locale;

/**
 * One spender: a user or a feature of a tenant. The text form joins the parts by U+001F, which is kept out of them.
 */
public record SpenderKey(String tenant, Kind kind, String spender) {

    private static final char SEPARATOR = '\u001F';
    private static final int LONGEST_NAME = 128;

    /** What kind of spender. */
    public enum Kind {
        USER,
        FEATURE;

        /** Name on the wire: user or feature. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Spender of three parts; control characters become {@code '_'}, a long name is cut to 128 characters. */
    static SpenderKey of(String tenant, Kind kind, String spender) {
        String cut = spender.length() <= LONGEST_NAME ? spender : spender.substring(0, LONGEST_NAME);
        return new SpenderKey(tenant, kind, cut.replaceAll("\\p{Cntrl}", "_"));
    }

    public String text() {
        return tenant + SEPARATOR + kind.wireName() + SEPARATOR + spender;
    }

    /**
     * The spender of a text form.
     *
     * @throws IllegalArgumentException if the text has not three parts
     */
    public static SpenderKey parse(String text) {
        int a = text.indexOf(SEPARATOR);
        int b = text.indexOf(SEPARATOR, a + 1);
        if (a < 0 || b < 0) {
            throw new IllegalArgumentException("spender key has not three parts");
        }
        Kind kind = Kind.valueOf(text.substring(a + 1, b).toUpperCase(Locale.ROOT));
        return new SpenderKey(text.substring(0, a), kind, text.substring(b + 1));
    }
}
