package dev.weir.topology.spend;

import dev.weir.topology.spend.SpenderKey.Kind;
import java.util.HashSet;
import java.util.Set;

/**
 * What budgets need of spend: which kinds of spenders are followed while their windows are open, and which spenders are told
 * apart whatever the caps say, as a budget names them.
 *
 * @param kinds kinds that some budget is about
 * @param named spenders that a budget names exactly
 */
public record SpendWatch(Set<Kind> kinds, Set<SpenderKey> named) {

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

    /** Text forms of the named spenders. */
    public Set<String> keys() {
        Set<String> keys = new HashSet<>();
        named.forEach(spender -> keys.add(SpenderKey.text(spender.tenant(), spender.kind(), spender.spender())));
        return keys;
    }
}
