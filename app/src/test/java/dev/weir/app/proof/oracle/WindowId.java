package dev.weir.app.proof.oracle;

import java.util.Comparator;

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

    @Override
    public int compareTo(WindowId other) {
        return ORDER.compare(this, other);
    }
}
