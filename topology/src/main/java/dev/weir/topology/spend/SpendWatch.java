package dev.weir.topology.spend;

import dev.weir.schemas.SpenderKey;
import dev.weir.schemas.SpenderKey.Kind;
import java.util.Set;

/**
 * What budgets need of spend: which kinds of spenders are followed while their windows are open, and which spenders are
 * tracked individually whatever the cardinality limits say, as a budget names them.
 *
 * @param kinds kinds that some budget is about
 * @param named spenders that a budget names exactly, in whatever environment
 */
public record SpendWatch(Set<Kind> kinds, Set<SpenderKey.Named> named) {

    /** No budget. */
    public static final SpendWatch NONE = new SpendWatch(Set.of(), Set.of());

    public SpendWatch {
        kinds = Set.copyOf(kinds);
        named = Set.copyOf(named);
    }

    /** Whether windows of a key's kind are published while they are open. */
    public boolean isRunning(String key) {
        return !kinds.isEmpty() && kinds.contains(SpenderKey.parse(key).kind());
    }

    /** Whether a budget names the spender of a key. */
    boolean isNamed(String key) {
        return !named.isEmpty() && named.contains(SpenderKey.parse(key).named());
    }
}
