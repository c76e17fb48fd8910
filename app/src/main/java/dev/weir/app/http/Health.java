package dev.weir.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;

/**
 * Whether the process lives and whether it is ready, part by part. {@code /health/live} is red when a part has given up
 * and only a restart helps; {@code /health/ready} is red as long as a part does not do its work. Red is status 503.
 * Thread-safe.
 */
public final class Health implements Routes {

    private final Map<String, BooleanSupplier> live = new ConcurrentSkipListMap<>();
    private final Map<String, BooleanSupplier> ready = new ConcurrentSkipListMap<>();

    /**
     * Adds a part of the process.
     *
     * @param isLive false when only a restart helps
     * @param isReady false while it does not do its work
     */
    public void watch(String part, BooleanSupplier isLive, BooleanSupplier isReady) {
        live.put(part, isLive);
        ready.put(part, isReady);
    }

    /** Whether every part lives. */
    public boolean isLive() {
        return live.values().stream().allMatch(BooleanSupplier::getAsBoolean);
    }

    /** Whether every part does its work; false as long as there is none. */
    public boolean isReady() {
        return !ready.isEmpty() && ready.values().stream().allMatch(BooleanSupplier::getAsBoolean);
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/health/live", context -> answer(context, isLive(), live));
        routes.get("/health/ready", context -> answer(context, isLive() && isReady(), ready));
    }

    private static void answer(Context context, boolean green, Map<String, BooleanSupplier> parts) {
        Map<String, Object> states = new LinkedHashMap<>();
        parts.forEach((part, state) -> states.put(part, state.getAsBoolean() ? "ok" : "not ok"));
        context.status(green ? 200 : 503);
        context.json(Map.of("status", green ? "ok" : "not ok", "parts", states));
    }
}
