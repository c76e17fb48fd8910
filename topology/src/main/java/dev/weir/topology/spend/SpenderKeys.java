package dev.weir.topology.spend;

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

    private record Entry(String tenant, SpenderKey.Kind kind, String spender, String key) {

        boolean isOf(String otherTenant, SpenderKey.Kind otherKind, String otherSpender) {
            return kind == otherKind && spender.equals(otherSpender) && tenant.equals(otherTenant);
        }
    }

    private final @Nullable Entry[] entries = new @Nullable Entry[ENTRIES];

    /** The text form of a spender's key. */
    String key(String tenant, SpenderKey.Kind kind, String spender) {
        if (spender.length() > LONGEST) {
            return SpenderKey.text(tenant, kind, spender);
        }
        int hash = 31 * (31 * tenant.hashCode() + kind.ordinal()) + spender.hashCode();
        int at = (hash ^ hash >>> 16) & (ENTRIES - 1);
        Entry entry = entries[at];
        if (entry == null || !entry.isOf(tenant, kind, spender)) {
            entry = new Entry(tenant, kind, spender, SpenderKey.text(tenant, kind, spender));
            entries[at] = entry;
        }
        return entry.key;
    }
}
