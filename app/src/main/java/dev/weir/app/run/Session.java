package dev.weir.app.run;

import dev.weir.alerting.rules.InvalidRulesException;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.embedded.EmbeddedKafka;
import dev.weir.app.http.HttpApi;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
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
    private final HttpApi http;
    private final HostInfo self;

    private Session(@Nullable EmbeddedKafka kafka, App app, HttpApi http, HostInfo self) {
        this.kafka = kafka;
        this.app = app;
        this.http = http;
        this.self = self;
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
        EmbeddedKafka kafka = config.kafka().embedded()
                ? EmbeddedKafka.start(
                        Path.of(config.storage().directory(), "kafka"),
                        config.kafka().embeddedPort())
                : null;
        App app = null;
        HttpApi http = null;
        try {
            String servers = kafka == null ? config.kafka().bootstrapServers() : kafka.bootstrapServers();
            PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            new JvmMemoryMetrics().bindTo(meters);
            new JvmThreadMetrics().bindTo(meters);
            app = new App(config, roles, inputs, servers, console, meters);
            http = new HttpApi(app, meters);
            http.listen(config.http().host(), config.http().port());
            HostInfo self = self(config, http.port());
            app.start(self);
            return new Session(kafka, app, http, self);
        } catch (RuntimeException e) {
            closeAll(app, http, kafka);
            throw e;
        }
    }

    private static HostInfo self(WeirConfig config, int port) {
        String advertised = config.http().advertised();
        return advertised.isEmpty() ? new HostInfo(config.http().host(), port) : HostInfo.buildFromEndpoint(advertised);
    }

    /**
     * Waits until every role is running.
     *
     * @throws IllegalStateException if a role failed or the time is up
     */
    public void awaitRunning(Duration timeout) throws InterruptedException {
        try {
            app.allRunning().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a role failed to start", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("roles were not running within " + timeout, e);
        }
    }

    public App app() {
        return app;
    }

    /** Root of this process's HTTP server. */
    public String url() {
        return "http://" + self.host() + ":" + http.port();
    }

    @Override
    public void close() {
        closeAll(app, http, kafka);
    }

    private static void closeAll(@Nullable App app, @Nullable HttpApi http, @Nullable EmbeddedKafka kafka) {
        Utils.closeQuietly(app, "roles");
        Utils.closeQuietly(http, "HTTP server");
        Utils.closeQuietly(kafka, "embedded Kafka");
    }
}
