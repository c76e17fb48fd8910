package dev.weir.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Whether the process lives and whether it is ready. {@code /health/live} is red when a part has given up and only a
 * restart helps; {@code /health/ready} is red as long as a part does not do its work. Red is status 503.
 */
public final class Health implements Routes {

    private final Supplier<Map<String, String>> problems;
    private final BooleanSupplier ready;

    /**
     * Health of a process.
     *
     * @param problems what has given up, by part; empty when all is well
     */
    public Health(Supplier<Map<String, String>> problems, BooleanSupplier ready) {
        this.problems = problems;
        this.ready = ready;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/health/live", this::live);
        routes.get("/health/ready", this::ready);
    }

    private void live(Context context) {
        Map<String, String> found = new TreeMap<>(problems.get());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", found.isEmpty() ? "up" : "down");
        body.put("problems", found);
        context.status(found.isEmpty() ? 200 : 503).json(body);
    }

    private void ready(Context context) {
        boolean isReady = ready.getAsBoolean();
        context.status(isReady ? 200 : 503).json(Map.of("status", isReady ? "ready" : "not ready"));
    }
}
