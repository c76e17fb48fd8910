package dev.weir.topology;

import dev.weir.schemas.Means;
import java.util.ArrayList;
import java.util.List;

/**
 * Cardinality limits of a day. Calls beyond a limit are counted under {@code ~other}, so totals stay exact. A new day
 * begins with new caps. There can be as many made-up tenants as {@code tenants} for each partition. For spend, each
 * environment of a tenant counts as a tenant.
 */
public record CardinalityConfig(
        @Means("cardinality limit: tenants a day that have series of their own; further tenants are "
                + "counted under `~other`")
        int tenants,

        @Means("cardinality limit: series of one tenant a day")
        int seriesPerTenant,

        @Means("cardinality limit: users, and as many features, of one tenant and environment a day")
        int spendersPerTenant) {

    public static final CardinalityConfig DEFAULT = new CardinalityConfig(100, 500, 5_000);

    private static final int MOST = 1_000_000;

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        check(problems, "tenants", tenants);
        check(problems, "series_per_tenant", seriesPerTenant);
        check(problems, "spenders_per_tenant", spendersPerTenant);
        return problems;
    }

    private static void check(List<String> problems, String key, int value) {
        if (value < 1 || value > MOST) {
            problems.add(key + " = " + value + ": expected 1 to " + MOST);
        }
    }
}
