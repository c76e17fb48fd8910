package dev.weir.topology.spend;

import dev.weir.schemas.SpenderKey;
import dev.weir.schemas.SpenderKey.Kind;
import dev.weir.topology.aggregate.Caps;

/** Cardinality limits of spenders. */
public final class SpenderCaps {

    /** Groups of a tenant's environment that have a limit of their own: its users, and all that it names itself. */
    public static final int GROUPS = 2;

    private static final char SEPARATOR = '\u001F';

    private SpenderCaps() {}

    /**
     * How many spenders a day are tracked individually: by tenant and environment, users apart from features, routes and the
     * tenant itself. Each environment of a tenant counts as a tenant here, so that a flood of names in one cannot hide the
     * spenders of another.
     *
     * @param watch spenders that a budget names are tracked in any case
     */
    public static Caps of(int tenants, int spendersPerTenant, SpendWatch watch) {
        return new Caps(
                tenants * GROUPS,
                spendersPerTenant,
                SpenderCaps::group,
                (key, groupIsKnown, partition) ->
                        SpenderKey.parse(key).other(groupIsKnown, partition).text(),
                watch::isNamed);
    }

    private static String group(String key) {
        int kind = key.indexOf(SEPARATOR, key.indexOf(SEPARATOR) + 1) + 1;
        boolean user = key.startsWith(Kind.USER.wireName() + SEPARATOR, kind);
        return key.substring(0, kind) + (user ? Kind.USER : Kind.FEATURE).wireName();
    }
}
