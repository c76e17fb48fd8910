package dev.weir.app.proof.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which window.
 *
 * @param tile minute, hour or day
 * @param startMillis inclusive start, milliseconds since the epoch, UTC
 */
public record WindowId(
        String tenant,
        String environment,
        String route,
        String provider,
        String model,
        String version,
        String tile,
        long startMillis)
        implements Comparable<WindowId> {

    private static final Comparator<WindowId> ORDER = Comparator.comparing(WindowId::tenant)
            .thenComparing(WindowId::environment)
            .thenComparing(WindowId::route)
            .thenComparing(WindowId::provider)
            .thenComparing(WindowId::model)
            .thenComparing(WindowId::version)
            .thenComparing(WindowId::tile)
            .thenComparingLong(WindowId::startMillis);

    /** What a window of a view says of a dimension that the view merges. */
    public static final String ALL = "~all";

    /**
     * The window of a view that this one of a series is merged into.
     *
     * @param kept names of the dimensions that the view keeps apart
     */
    WindowId in(Set<String> kept) {
        return new WindowId(
                kept.contains("tenant") ? tenant : ALL,
                kept.contains("environment") ? environment : ALL,
                kept.contains("route") ? route : ALL,
                kept.contains("provider") ? provider : ALL,
                kept.contains("model") ? model : ALL,
                kept.contains("version") ? version : ALL,
                tile,
                startMillis);
    }

    /** Whether this is a window of a view. */
    public boolean isOfView() {
        return Stream.of(tenant, environment, route, provider, model, version).anyMatch(ALL::equals);
    }

    /** Names of the dimensions that are kept apart, in their order. */
    public List<String> kept() {
        List<String> kept = new ArrayList<>();
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("tenant", tenant);
        parts.put("environment", environment);
        parts.put("route", route);
        parts.put("provider", provider);
        parts.put("model", model);
        parts.put("version", version);
        parts.forEach((name, part) -> {
            if (!part.equals(ALL)) {
                kept.add(name);
            }
        });
        return kept;
    }

    @Override
    public int compareTo(WindowId other) {
        return ORDER.compare(this, other);
    }
}
