package dev.weir.app.http;

import dev.weir.schemas.registry.EmbeddedRegistry;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** The schemas of this build on the paths of a Confluent registry, read-only, so that any client decodes our records. */
public final class SchemaRoutes implements Routes {

    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

    private final EmbeddedRegistry registry;

    public SchemaRoutes(EmbeddedRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void register(RoutesConfig routes) {
        for (String path : List.of("/subjects", "/subjects/*", "/schemas/*", "/config", "/config/*")) {
            routes.get(path, this::answer);
        }
    }

    private void answer(Context context) {
        EmbeddedRegistry.Answer answer = registry.get(context.req().getRequestURI());
        context.status(answer.status()).contentType(CONTENT_TYPE).result(answer.json());
    }
}
