package dev.weir.app.http;

import io.javalin.config.RoutesConfig;
import java.util.List;

/** A group of HTTP resources. */
public interface Routes {

    /** Adds the resources; called once, before the server starts. */
    void register(RoutesConfig routes);

    /** How bodies are taken on its paths; none: as on every path. */
    default List<Upload> uploads() {
        return List.of();
    }
}
