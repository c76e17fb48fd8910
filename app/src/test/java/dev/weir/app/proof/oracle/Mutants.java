package dev.weir.app.proof.oracle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Six small lies about found windows. A comparison that lets one of them pass proves nothing. Each changes as little as
 * it can: one call, one nano-dollar, one window.
 */
public final class Mutants {

    private Mutants() {}

    /** The found windows with one lie each, by name. */
    public static Map<String, SortedMap<WindowId, Window>> of(SortedMap<WindowId, Window> found) {
        WindowId some =
                found.keySet().stream().skip(found.size() / 2).findFirst().orElseThrow();
        WindowId otherTenant = new WindowId(
                some.tenant() + "x",
                some.environment(),
                some.route(),
                some.provider(),
                some.model(),
                some.version(),
                some.tile(),
                some.startMillis());
        WindowId later = new WindowId(
                some.tenant(),
                some.environment(),
                some.route(),
                some.provider(),
                some.model(),
                some.version(),
                some.tile(),
                some.startMillis() + 10L * 365 * 86_400_000);
        Map<String, SortedMap<WindowId, Window>> mutants = new LinkedHashMap<>();
        mutants.put(
                "one call dropped",
                mutant(found, m -> m.replace(some, get(m, some).plus("calls", -1))));
        mutants.put(
                "one call twice",
                mutant(found, m -> m.replace(some, get(m, some).plus("calls", 1))));
        mutants.put("cost + 1", mutant(found, m -> m.replace(some, get(m, some).plus("cost_nano_usd", 1))));
        mutants.put("tenant swapped", mutant(found, m -> m.put(otherTenant, m.remove(some))));
        mutants.put("window missing", mutant(found, m -> m.remove(some)));
        mutants.put("window too many", mutant(found, m -> m.put(later, get(m, some))));
        return mutants;
    }

    private static Window get(SortedMap<WindowId, Window> windows, WindowId id) {
        Window window = windows.get(id);
        if (window == null) {
            throw new IllegalArgumentException("no such window: " + id);
        }
        return window;
    }

    private static SortedMap<WindowId, Window> mutant(
            SortedMap<WindowId, Window> found, Consumer<SortedMap<WindowId, Window>> lie) {
        SortedMap<WindowId, Window> copy = new TreeMap<>(found);
        lie.accept(copy);
        return copy;
    }
}
