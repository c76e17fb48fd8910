package dev.weir.app.run;

import dev.weir.alerting.rules.InvalidRulesException;
import dev.weir.app.api.AnalystRoutes;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.embedded.EmbeddedKafka;
import dev.weir.app.http.Health;
import dev.weir.app.http.HttpServer;
import dev.weir.app.http.Metrics;
import dev.weir.app.http.Routes;
import dev.weir.app.http.SchemaRoutes;
import dev.weir.app.otlp.OtlpRoutes;
import dev.weir.schemas.text.Durations;
import dev.weir.topology.MonitoringConfig.ArrivalClock;
import dev.weir.topology.ingest.SourcesConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * A process at work: a Kafka inside it where no cluster is configured, the roles, and the HTTP server. Closing ends them
 * in the order that lets each finish: roles before HTTP before Kafka.
 */
public final class Session implements AutoCloseable {

    private final @Nullable EmbeddedKafka kafka;
    private final App app;
    private final HttpServer http;
    private final OtlpRoutes otlp;
    private final Metrics metrics;
    private final HostInfo self;
    private final String kafkaServers;

    private Session(
            @Nullable EmbeddedKafka kafka,
            App app,
            HttpServer http,
            OtlpRoutes otlp,
            Metrics metrics,
            HostInfo self,
            String kafkaServers) {
        this.kafka = kafka;
        this.app = app;
        this.http = http;
        this.otlp = otlp;
        this.metrics = metrics;
        this.self = self;
        this.kafkaServers = kafkaServers;
    }

    /**
     * Starts everything; returns before the roles are ready.
     *
     * @param console where alerts are printed
     * @throws InvalidRulesException with every problem of the rules at once
     */
    public static Session open(WeirConfig config, Set<Role> roles, PrintStream console)
            throws IOException, InvalidRulesException {
        Inputs inputs = Inputs.read(config.files());
        StorageDirectory.own(Path.of(config.storage().directory()));
        EmbeddedKafka kafka = config.kafka().embedded()
                ? EmbeddedKafka.start(
                        Path.of(config.storage().directory(), StorageDirectory.KAFKA),
                        config.kafka().embeddedPort())
                : null;
        Metrics metrics = new Metrics();
        App app = null;
        HttpServer http = null;
        OtlpRoutes otlp = null;
        try {
            String servers = kafka == null ? config.kafka().bootstrapServers() : kafka.bootstrapServers();
            app = new App(config, roles, inputs, servers, console, metrics.registry());
            otlp = otlp(config, app, metrics);
            http = HttpServer.start(config.http(), routes(app, metrics, otlp));
            HostInfo self = self(config, http.port());
            app.start(self);
            return new Session(kafka, app, http, otlp, metrics, self, servers);
        } catch (RuntimeException e) {
            closeAll(app, http, otlp, metrics, kafka);
            throw e;
        }
    }

    /** OTLP over HTTP goes where the topology reads it: nowhere under a recorded clock. */
    private static OtlpRoutes otlp(WeirConfig config, App app, Metrics metrics) {
        boolean live = config.topology().clock() == ArrivalClock.LIVE;
        return new OtlpRoutes(
                config.otlp(),
                live ? config.topology().sources() : SourcesConfig.NONE,
                app::clientSettings,
                metrics.registry());
    }

    private static List<Routes> routes(App app, Metrics metrics, OtlpRoutes otlp) {
        List<Routes> routes = new ArrayList<>(
                List.of(new Health(app::problems, app::warnings, app::isReady), metrics, analysts(app), otlp));
        app.servedRegistry().ifPresent(registry -> routes.add(new SchemaRoutes(registry)));
        return routes;
    }

    private static AnalystRoutes analysts(App app) {
        return new AnalystRoutes(app::measures, app::queries, app::alerts, Clock.systemUTC());
    }

    private static HostInfo self(WeirConfig config, int port) {
        String advertised = config.http().advertised();
        return advertised.isEmpty() ? new HostInfo(config.http().host(), port) : HostInfo.buildFromEndpoint(advertised);
    }

    /**
     * Waits until every role is running.
     *
     * @throws IllegalStateException if a role failed or the time is up; the message says which part and in what state it is
     */
    public void awaitRunning(Duration timeout) throws InterruptedException {
        try {
            app.allRunning().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a role failed to start: " + app.waitingFor(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "not running within " + Durations.format(timeout) + ": " + app.waitingFor(), e);
        }
    }

    public App app() {
        return app;
    }

    /** Where clients reach the Kafka of this session: the one inside the process, or the configured cluster. */
    public String kafkaServers() {
        return kafkaServers;
    }

    /** Root of this process's HTTP server. */
    public String url() {
        return "http://" + self.host() + ":" + http.port();
    }

    @Override
    public void close() {
        closeAll(app, http, otlp, metrics, kafka);
    }

    private static void closeAll(
            @Nullable App app,
            @Nullable HttpServer http,
            @Nullable OtlpRoutes otlp,
            Metrics metrics,
            @Nullable EmbeddedKafka kafka) {
        // A thread that was told to stop still takes the time to close in order.
        boolean interrupted = Thread.interrupted();
        Utils.closeQuietly(app, "roles");
        Utils.closeQuietly(http, "HTTP server");
        Utils.closeQuietly(otlp, "OTLP endpoint");
        Utils.closeQuietly(metrics, "metrics");
        Utils.closeQuietly(kafka, "embedded Kafka");
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
