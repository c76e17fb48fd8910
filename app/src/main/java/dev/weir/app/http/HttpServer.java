package dev.weir.app.http;

import dev.weir.app.config.HttpConfig;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.plugin.bundled.CorsPluginConfig;
import io.javalin.util.JavalinBindException;
import java.util.List;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server. Every answer forbids sniffing, framing and foreign content. Every error is {@code
 * application/problem+json} (RFC 9457) without a stack trace; an unexpected one is logged here and told nobody. Pages of
 * other origins may read {@code /api} if {@code http.cors_origins} names them, and otherwise not.
 */
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int MOST_THREADS = 32;
    private static final long LARGEST_BODY = 4L << 20;

    private final Javalin javalin;

    private HttpServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /**
     * Starts to listen.
     *
     * @throws HttpServerException if the port is taken or the interface unknown
     */
    public static HttpServer start(HttpConfig config, List<Routes> routes) {
        Javalin javalin = Javalin.create(settings -> {
            basics(settings, config);
            errors(settings);
            routes.forEach(group -> group.register(settings.routes));
        });
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new HttpServerException(
                    "http.port = %d: expected a free port on %s; 0 takes any".formatted(config.port(), config.host()),
                    e);
        }
        return new HttpServer(javalin);
    }

    private static void basics(JavalinConfig settings, HttpConfig config) {
        settings.startup.showJavalinBanner = false;
        settings.startup.showOldJavalinVersionWarning = false;
        settings.startup.startupWatcherEnabled = false;
        settings.jetty.host = config.host();
        settings.jetty.port = config.port();
        settings.jetty.threadPool = new QueuedThreadPool(MOST_THREADS, 4);
        settings.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendDateHeader(false);
        });
        settings.http.maxRequestSize = LARGEST_BODY;
        settings.http.prefer405over404 = true;
        settings.routes.before(HttpServer::secure);
        settings.routes.before(context -> Parameters.checkEncoding(context.queryString()));
        if (!config.corsOrigins().isEmpty()) {
            settings.bundledPlugins.enableCors(cors -> cors.addRule(rule -> allow(rule, config.corsOrigins())));
        }
    }

    private static void allow(CorsPluginConfig.CorsRule rule, List<String> origins) {
        rule.path = "/api/*";
        rule.exposeHeader("Link");
        origins.forEach(origin -> rule.allowHost(origin));
    }

    private static void secure(Context context) {
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
        context.header("Referrer-Policy", "no-referrer");
        context.header("Cache-Control", "no-store");
    }

    private static void errors(JavalinConfig settings) {
        settings.routes.exception(
                HttpException.class,
                (e, context) -> ProblemJson.write(context, e.status(), String.valueOf(e.getMessage()), e.problems()));
        settings.routes.exception(
                HttpResponseException.class,
                (e, context) -> ProblemJson.write(context, e.getStatus(), String.valueOf(e.getMessage()), List.of()));
        settings.routes.exception(Exception.class, (e, context) -> {
            LOG.atError().addKeyValue("path", context.path()).setCause(e).log("request failed");
            ProblemJson.write(context, 500, "unexpected failure; the server's log says more", List.of());
        });
    }

    /** Port it listens on. */
    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
