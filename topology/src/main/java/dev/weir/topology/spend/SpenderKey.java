package dev.weir.topology.spend;

import dev.weir.topology.aggregate.Caps;
import java.util.Locale;
import java.util.Set;

/**
 * One spender: a user, a feature or a route of a tenant, or the tenant. The text form joins the parts by U+001F, which is kept out of them.
 */
public record SpenderKey(String tenant, Kind kind, String spender) {

    private static final char SEPARATOR = '\u001F';
    static final int LONGEST_NAME = 128;

    /** What kind of spender. */
    public enum Kind {
        USER,
        FEATURE,
        ROUTE,
        TENANT;

        private final String wireName = name().toLowerCase(Locale.ROOT);

        /** Name on the wire: user, feature, route or tenant. */
        public String wireName() {
            return wireName;
        }
    }

    /** Name that takes what is beyond the cap. */
    public static final String OTHER = "~other";

    /** Text form of a spender; control characters and a leading {@code '~'} become {@code '_'}, a long name is cut to 128 characters. */
    static String text(String tenant, Kind kind, String spender) {
        return tenant + SEPARATOR + kind.wireName() + SEPARATOR + clean(spender);
    }

    private static String clean(String spender) {
        String cut = spender.length() <= LONGEST_NAME ? spender : spender.substring(0, LONGEST_NAME);
        for (int i = 0; i < cut.length(); i++) {
            if (Character.isISOControl(cut.charAt(i))) {
                return clean(cut.replaceAll("\\p{Cntrl}", "_"));
            }
        }
        return cut.startsWith("~") ? "_" + cut.substring(1) : cut;
    }

    /** Groups of a tenant that have a cap of their own: its users, and all that it names itself. */
    public static final int GROUPS = 2;

    /**
     * How many spenders a day are told apart: by tenant, users apart from features, routes and the tenant itself.
     *
     * @param named text forms of spenders that are told apart in any case
     */
    public static Caps caps(int tenants, int spendersPerTenant, Set<String> named) {
        return new Caps(
                tenants * GROUPS,
                spendersPerTenant,
                SpenderKey::group,
                (key, groupIsKnown, partition) -> {
                    SpenderKey spender = parse(key);
                    return new SpenderKey(
                                    groupIsKnown ? spender.tenant : Caps.OTHER, spender.kind, OTHER + "-" + partition)
                            .text();
                },
                named::contains);
    }

    private static String group(String key) {
        int tenant = key.indexOf(SEPARATOR) + 1;
        boolean user = key.startsWith(Kind.USER.wireName() + SEPARATOR, tenant);
        return key.substring(0, tenant) + (user ? Kind.USER : Kind.FEATURE).wireName();
    }

    /** Whether this stands for all spenders beyond the cap that met in one partition. */
    public boolean isOther() {
        return spender.startsWith("~");
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
