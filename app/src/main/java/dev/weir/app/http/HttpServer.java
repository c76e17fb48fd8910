package dev.weir.app.http;

import dev.weir.app.config.HttpConfig;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.plugin.bundled.CorsPluginConfig;
import io.javalin.util.JavalinBindException;
import java.util.List;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP server. Every answer forbids sniffing, framing and foreign content. Every error is {@code
 * application/problem+json} (RFC 9457) without a stack trace; an unexpected one is logged here and told nobody. Pages of
 * other origins may read {@code /api} if {@code http.cors_origins} names them, and otherwise not.
 */
public final class HttpServer implements AutoCloseable {

    /** Threads that read and write; none of them waits for a client or for an answer. */
    private static final int MOST_THREADS = 16;

    private static final long LARGEST_BODY = 4L << 20;
    private static final int BACKLOG = 1_024;

    private final Javalin javalin;
    private final Connections connections;
    private final Work work;

    private HttpServer(Javalin javalin, Connections connections, Work work) {
        this.javalin = javalin;
        this.connections = connections;
        this.work = work;
    }

    /**
     * Starts to listen.
     *
     * @throws HttpServerException if the port is taken or the interface unknown
     */
    public static HttpServer start(HttpConfig config, List<Routes> routes) {
        Connections connections = new Connections(config.limits());
        Work work = new Work(config.limits());
        List<Upload> uploads =
                routes.stream().flatMap(group -> group.uploads().stream()).toList();
        Javalin javalin = Javalin.create(settings -> {
            basics(settings, config);
            settings.jetty.modifyServer(server -> {
                server.insertHandler(new BoundedRequests(config.limits(), uploads, connections, work));
                server.setErrorHandler(new Refusing());
            });
            settings.jetty.modifyServletContextHandler(
                    context -> context.getSessionHandler().setUsingCookies(false));
            settings.jetty.addConnector((server, http) -> connector(server, http, config, connections));
            errors(settings);
            routes.forEach(group -> group.register(settings.routes));
        });
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            connections.close();
            work.close();
            throw new HttpServerException(
                    "http.port = %d: expected a free port on %s; 0 takes any".formatted(config.port(), config.host()),
                    e);
        }
        return new HttpServer(javalin, connections, work);
    }

    private static Connector connector(
            Server server, HttpConfiguration http, HttpConfig config, Connections connections) {
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setAcceptQueueSize(BACKLOG);
        // Longer than ours, which says why.
        connector.setIdleTimeout(2 * config.limits().requestTimeout().toMillis());
        connector.addEventListener(connections);
        return connector;
    }

    private static void basics(JavalinConfig settings, HttpConfig config) {
        settings.startup.showJavalinBanner = false;
        settings.startup.showOldJavalinVersionWarning = false;
        settings.startup.startupWatcherEnabled = false;
        settings.jetty.threadPool = new QueuedThreadPool(MOST_THREADS, 4);
        settings.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendDateHeader(false);
        });
        settings.http.maxRequestSize = LARGEST_BODY;
        settings.http.prefer405over404 = true;
        settings.routes.before(context -> Refusing.SECURITY.forEach(context::header));
        if (!config.corsOrigins().isEmpty()) {
            settings.bundledPlugins.enableCors(cors -> cors.addRule(rule -> allow(rule, config.corsOrigins())));
        }
    }

    private static void allow(CorsPluginConfig.CorsRule rule, List<String> origins) {
        rule.path = "/api/*";
        rule.exposeHeader("Link");
        origins.forEach(origin -> rule.allowHost(origin));
    }

    private static void errors(JavalinConfig settings) {
        DefectLog defects = new DefectLog(System::nanoTime);
        settings.routes.exception(
                HttpException.class,
                (e, context) -> ProblemJson.write(context, e.status(), String.valueOf(e.getMessage()), e.problems()));
        settings.routes.exception(
                HttpResponseException.class,
                (e, context) -> ProblemJson.write(context, e.getStatus(), String.valueOf(e.getMessage()), List.of()));
        settings.routes.exception(Exception.class, (e, context) -> {
            defects.add(context.path(), e);
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
        connections.close();
        work.close();
    }
}
