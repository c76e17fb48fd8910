package dev.weir.app.http;

import io.javalin.config.RoutesConfig;

/** A group of HTTP resources. */
public interface Routes {

    /** Adds the resources; called once, before the server starts. */
    void register(RoutesConfig routes);
}
