package dev.weir.app.traffic;

import dev.weir.schemas.avro.TraceEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * Seeded traffic of all routes in the order in which calls end, each arriving at its end.
 *
 * <p>Guarantee: the same seed, figures and range give the same events, ids and texts included. Every call starts within
 * the range; the last ones end behind it. Memory: the calls of a minute and those still running.
 */
public final class GeneratedTraffic implements Iterator<Arrival> {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TimeRange range;
    private final TrafficModel model;
    private final List<RouteTraffic> routes;
    private final PriorityQueue<Arrival> running = new PriorityQueue<>(Comparator.comparing(Arrival::at)
            .thenComparing(arrival -> arrival.event().getTraceId()));
    private Instant generatedTo;

    /**
     * Traffic of a stretch of time.
     *
     * @param range whole minutes are generated; a part of one at the end is left out
     */
    public GeneratedTraffic(long seed, ProductionFigures figures, TimeRange range) {
        this.range = range;
        this.model = new TrafficModel(
                figures, Regression.of(figures.injected(), figures.injected().route(), range));
        this.routes = figures.assumed().routes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(route -> new RouteTraffic(route.getKey(), route.getValue(), figures, model, seed))
                .toList();
        this.generatedTo = range.start();
    }

    /** The route that gets worse, and when. */
    public Regression regression() {
        return model.regression();
    }

    @Override
    public boolean hasNext() {
        while (canGenerate() && (running.isEmpty() || !running.peek().at().isBefore(generatedTo))) {
            for (RouteTraffic route : routes) {
                for (TraceEvent event : route.minute(generatedTo)) {
                    running.add(new Arrival(event, EventTime.of(event)));
                }
            }
            generatedTo = generatedTo.plus(MINUTE);
        }
        return !running.isEmpty();
    }

    /** Share of the time that lies before an arrival, 0 to 1. */
    public double share(Instant arrival) {
        double whole = Duration.between(range.start(), range.end()).toMillis();
        return Math.min(1, Duration.between(range.start(), arrival).toMillis() / whole);
    }

    private boolean canGenerate() {
        return !generatedTo.plus(MINUTE).isAfter(range.end());
    }

    @Override
    public Arrival next() {
        if (!hasNext()) {
            throw new NoSuchElementException("end of the generated traffic");
        }
        return running.remove();
    }
}
