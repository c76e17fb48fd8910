package dev.weir.topology.spend;

import dev.weir.schemas.SpenderKey;
import org.jspecify.annotations.Nullable;

/**
 * Keys of spenders by their parts: the same parts give the same {@code String} as long as it is remembered, already hashed,
 * so that a call neither joins nor hashes them.
 *
 * <p>At most {@value #ENTRIES} keys of spenders with at most {@value #LONGEST} characters are remembered, 10 MB at worst; a
 * newer one takes the place of an older. Not thread-safe.
 */
final class SpenderKeys {

    static final int ENTRIES = 8_192;
    static final int LONGEST = 128;

    private record Entry(String tenant, String environment, SpenderKey.Kind kind, String spender, String key) {

        boolean isOf(String otherTenant, String otherEnvironment, SpenderKey.Kind otherKind, String otherSpender) {
            return kind == otherKind
                    && spender.equals(otherSpender)
                    && tenant.equals(otherTenant)
                    && environment.equals(otherEnvironment);
        }
    }

    private final @Nullable Entry[] entries = new @Nullable Entry[ENTRIES];

    /** The text form of a spender's key. */
    String key(String tenant, String environment, SpenderKey.Kind kind, String spender) {
        if (spender.length() > LONGEST) {
            return SpenderKey.of(tenant, environment, kind, spender).text();
        }
        int hash = 31 * (31 * (31 * tenant.hashCode() + environment.hashCode()) + kind.ordinal()) + spender.hashCode();
        int at = (hash ^ hash >>> 16) & (ENTRIES - 1);
        Entry entry = entries[at];
        if (entry == null || !entry.isOf(tenant, environment, kind, spender)) {
            String key = SpenderKey.of(tenant, environment, kind, spender).text();
            entry = new Entry(tenant, environment, kind, spender, key);
            entries[at] = entry;
        }
        return entry.key;
    }
}
