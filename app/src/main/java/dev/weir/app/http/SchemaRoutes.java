package dev.weir.app.http;

import dev.weir.schemas.registry.EmbeddedRegistry;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/**
 * The schemas of this build on the paths of a Confluent registry, so that any client decodes our records and any producer
 * of ours finds the ids of its schemas. Read-only: another schema is refused.
 */
public final class SchemaRoutes implements Routes {

    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

    private static final int LARGEST_SCHEMA = 4 << 20;

    private final EmbeddedRegistry registry;

    public SchemaRoutes(EmbeddedRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void register(RoutesConfig routes) {
        for (String path : List.of("/subjects", "/subjects/*", "/schemas/*", "/config", "/config/*", "/mode")) {
            routes.get(path, context -> answer(context, registry.get(path(context))));
        }
        for (String path : List.of("/subjects/*", "/compatibility/*")) {
            routes.post(path, context -> answer(context, registry.post(path(context), context.body())));
        }
    }

    @Override
    public List<Upload> uploads() {
        return List.of(new Upload() {
            @Override
            public boolean isAt(String path) {
                return path.startsWith("/subjects/") || path.startsWith("/compatibility/");
            }

            @Override
            public int mostBytes() {
                return LARGEST_SCHEMA;
            }
        });
    }

    private static String path(Context context) {
        return context.req().getRequestURI();
    }

    private static void answer(Context context, EmbeddedRegistry.Answer answer) {
        context.status(answer.status()).contentType(CONTENT_TYPE).result(answer.json());
    }
}
