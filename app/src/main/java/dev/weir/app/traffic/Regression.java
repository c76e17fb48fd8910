package dev.weir.app.traffic;

import java.time.Instant;

/**
 * The stretch of time in which one route is worse, on purpose.
 *
 * @param wrongShare part of the route's answers that are wrong meanwhile
 * @param latencyFactor how many times longer its calls take meanwhile, the first token too
 */
public record Regression(String route, TimeRange when, double wrongShare, double latencyFactor) {

    /** The injected regression of a run. */
    static Regression of(ProductionFigures.Injected injected, String route, TimeRange run) {
        TimeRange when = new TimeRange(run.at(injected.from()), run.at(injected.to()));
        return new Regression(route, when, injected.wrongShare(), injected.latencyFactor());
    }

    /** What it does, for people. */
    public String describe() {
        return "from %s to %s the route %s gives %.0f %% wrong answers and takes %.1f times as long"
                .formatted(when.start(), when.end(), route, wrongShare * 100, latencyFactor);
    }

    /** Whether it holds for a call of a route that starts then. */
    boolean covers(String callRoute, Instant start) {
        return route.equals(callRoute) && when.contains(start);
    }
}
