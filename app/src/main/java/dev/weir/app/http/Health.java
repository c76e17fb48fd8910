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
 * restart helps; {@code /health/ready} is red as long as a part does not do its work. Red is status 503. Both name the
 * parts that have given up under {@code problems}, and those that wait and go on by themselves under {@code warnings}.
 */
public final class Health implements Routes {

    private final Supplier<Map<String, String>> problems;
    private final Supplier<Map<String, String>> warnings;
    private final BooleanSupplier ready;

    /**
     * Health of a process.
     *
     * @param problems what has given up, by part; empty when all is well
     * @param warnings what waits for something else, by part
     */
    public Health(
            Supplier<Map<String, String>> problems, Supplier<Map<String, String>> warnings, BooleanSupplier ready) {
        this.problems = problems;
        this.warnings = warnings;
        this.ready = ready;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/health/live", this::live);
        routes.get("/health/ready", this::ready);
    }

    private void live(Context context) {
        Map<String, String> found = problems.get();
        answer(context, found.isEmpty() ? "up" : "down", found.isEmpty(), found);
    }

    private void ready(Context context) {
        boolean isReady = ready.getAsBoolean();
        answer(context, isReady ? "ready" : "not ready", isReady, problems.get());
    }

    private void answer(Context context, String status, boolean green, Map<String, String> found) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", status);
        body.put("problems", new TreeMap<>(found));
        body.put("warnings", new TreeMap<>(warnings.get()));
        context.status(green ? 200 : 503).json(body);
    }
}
