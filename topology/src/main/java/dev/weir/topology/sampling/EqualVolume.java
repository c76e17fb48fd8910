package dev.weir.topology.sampling;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rates that give every route about the same number of judged calls a day, whatever its traffic.
 *
 * <p>One {@link RateController} a route, moved by arrival times in ticks of five minutes: a replay in recorded order
 * decides the same. An arrival before the current tick counts into the current one. Each source partition steers its own
 * calls to its share of the target, so no instance has to know another; a route whose calls all meet in one partition
 * gets only that partition's share.
 *
 * <p>At most {@link #MAX_ROUTES} routes have a controller of their own; beyond that, routes idle for a day give way, once
 * a tick, and the rest share one controller. About 40 bytes and the name for each route. Not thread-safe.
 */
final class EqualVolume {

    static final int MAX_ROUTES = 1_000;
    static final Duration TICK = Duration.ofMinutes(5);

    /** After so many silent ticks the average has lost 31 decimal places; further ones change nothing of interest. */
    private static final long MAX_SILENT_TICKS = 200;

    private static final long TICKS_A_DAY = Duration.ofDays(1).dividedBy(TICK);
    private static final String OVERFLOW = "~other";
    private static final byte FORMAT = 1;

    private final SamplingConfig config;
    private final RateController controller;
    private final Map<String, Route> routes = new TreeMap<>();
    private long lastEviction = Long.MIN_VALUE;

    /**
     * Nothing counted yet.
     *
     * @param config with {@link SamplingConfig#judgedPerRoutePerDay()} above 0
     * @param partitions source partitions that share the target, 1 or more
     */
    EqualVolume(SamplingConfig config, int partitions) {
        if (config.judgedPerRoutePerDay() < 1 || partitions < 1) {
            throw new IllegalArgumentException("judged_per_route_per_day = " + config.judgedPerRoutePerDay()
                    + ", partitions = " + partitions + ": expected both 1 or more");
        }
        this.config = config;
        this.controller = RateController.withTarget((double) config.judgedPerRoutePerDay() / TICKS_A_DAY / partitions);
    }

    /** Base rate of the route at this arrival, in (0, 1]; never below the route's configured rate. */
    double rateFor(String route, long arrivalMillis) {
        double rate = at(route, arrivalMillis).state.rate();
        return Math.max(rate, config.routeRates().getOrDefault(route, 0.0));
    }

    /** Counts one received call, sampled or not. It moves the rate of later ticks only. */
    void count(String route, long arrivalMillis) {
        at(route, arrivalMillis).calls++;
    }

    private Route at(String name, long arrivalMillis) {
        long tick = Math.floorDiv(arrivalMillis, TICK.toMillis());
        Route route = routes.get(name);
        if (route == null) {
            route = admit(name, tick);
        }
        route.advance(controller, tick);
        return route;
    }

    private Route admit(String name, long tick) {
        if (routes.size() >= MAX_ROUTES && tick > lastEviction) {
            routes.values().removeIf(route -> route.tick < tick - TICKS_A_DAY);
            lastEviction = tick;
        }
        String key = routes.size() < MAX_ROUTES ? name : OVERFLOW;
        return routes.computeIfAbsent(
                key, unused -> new Route(tick, 0, RateController.State.startingAt(config.baseRateFor(name))));
    }

    /** One route's controller between two calls. */
    private static final class Route {
        private long tick;
        private long calls;
        private RateController.State state;

        Route(long tick, long calls, RateController.State state) {
            this.tick = tick;
            this.calls = calls;
            this.state = state;
        }

        void advance(RateController controller, long to) {
            if (to <= tick) {
                return;
            }
            state = controller.afterTick(state, calls);
            long silent = Math.min(to - tick - 1, MAX_SILENT_TICKS);
            for (long i = 0; i < silent; i++) {
                state = controller.afterTick(state, 0);
            }
            calls = 0;
            tick = to;
        }
    }

    /** Everything remembered; the same state gives the same bytes. */
    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(32 + 64 * routes.size());
        try (DataOutputStream output = new DataOutputStream(bytes)) {
            output.writeByte(FORMAT);
            output.writeLong(lastEviction);
            output.writeInt(routes.size());
            for (Map.Entry<String, Route> entry : routes.entrySet()) {
                byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
                Route route = entry.getValue();
                output.writeInt(name.length);
                output.write(name);
                output.writeLong(route.tick);
                output.writeLong(route.calls);
                output.writeLong(route.state.ticks());
                output.writeDouble(route.state.average());
                output.writeDouble(route.state.rate());
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Takes over what {@link #encode} wrote, in place of everything remembered.
     *
     * @param bytes null starts afresh
     * @throws IllegalArgumentException if the bytes are no such state; nothing is changed
     */
    void restore(byte @Nullable [] bytes) {
        Map<String, Route> read = new TreeMap<>();
        long eviction = Long.MIN_VALUE;
        if (bytes != null) {
            try (DataInputStream input = new DataInputStream(new ByteArrayInputStream(bytes))) {
                byte format = input.readByte();
                if (format != FORMAT) {
                    throw new IllegalArgumentException(
                            "format of the sampling rates = " + format + ": expected " + FORMAT);
                }
                eviction = input.readLong();
                for (int left = input.readInt(); left > 0; left--) {
                    readRoute(input, read);
                }
            } catch (IOException e) {
                throw new IllegalArgumentException("sampling rates end early: " + bytes.length + " bytes", e);
            }
        }
        routes.clear();
        routes.putAll(read);
        lastEviction = eviction;
    }

    private static void readRoute(DataInputStream input, Map<String, Route> into) throws IOException {
        int length = input.readInt();
        if (length < 0 || length > input.available()) {
            throw new IllegalArgumentException(
                    "length of a route's name = " + length + ": expected in [0, " + input.available() + "]");
        }
        String name = new String(input.readNBytes(length), StandardCharsets.UTF_8);
        long tick = input.readLong();
        long calls = input.readLong();
        RateController.State state = new RateController.State(input.readLong(), input.readDouble(), input.readDouble());
        into.put(name, new Route(tick, calls, state));
    }
}
