package dev.weir.app.traffic;

import dev.weir.topology.otlp.MapperConfig;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a trace file does not say itself.
 *
 * @param route route of every event of a CSV; absent: the name of the file up to its first dot
 * @param model request model of the rows that name none
 * @param base instant that relative times count from
 * @param mapping how spans become events
 */
public record ReadOptions(@Nullable String route, String model, Instant base, MapperConfig mapping) {

    /** Route by file name, {@code gpt-4o}, relative times from 2024-01-01T00:00:00Z. */
    public static final ReadOptions DEFAULT =
            new ReadOptions(null, "gpt-4o", Instant.parse("2024-01-01T00:00:00Z"), MapperConfig.DEFAULT);

    public ReadOptions withRoute(String newRoute) {
        return new ReadOptions(newRoute, model, base, mapping);
    }

    public ReadOptions withModel(String newModel) {
        return new ReadOptions(route, newModel, base, mapping);
    }

    public ReadOptions withBase(Instant newBase) {
        return new ReadOptions(route, model, newBase, mapping);
    }

    public ReadOptions withMapping(MapperConfig newMapping) {
        return new ReadOptions(route, model, base, newMapping);
    }
}
