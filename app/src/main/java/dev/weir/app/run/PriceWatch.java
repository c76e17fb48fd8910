package dev.weir.app.run;

import dev.weir.topology.price.InvalidPriceBookException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The price files looked at from time to time, by a thread of its own. A book that is read whole takes the place of the old
 * one for the calls that come; one with problems changes nothing and is told by a log line and by
 * {@code weir.prices.reloads} with outcome {@code refused}. {@code weir.prices.models} is the size of the book in use.
 */
final class PriceWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PriceWatch.class);

    private final PriceFiles files;
    private final Duration every;
    private final Counter replaced;
    private final Counter refused;
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "weir-price-watch");
        thread.setDaemon(true);
        return thread;
    });

    /** @param every zero: never */
    PriceWatch(PriceFiles files, Duration every, MeterRegistry meters) {
        this.files = files;
        this.every = every;
        this.replaced = reloads("replaced", meters);
        this.refused = reloads("refused", meters);
        Gauge.builder(
                        "weir.prices.models",
                        files.prices(),
                        prices -> prices.book().size())
                .description("models of the price book in use")
                .register(meters);
    }

    private static Counter reloads(String outcome, MeterRegistry meters) {
        return Counter.builder("weir.prices.reloads")
                .description("price files that were read again after a change")
                .tag("outcome", outcome)
                .register(meters);
    }

    void start() {
        if (!every.isZero()) {
            reader.scheduleWithFixedDelay(this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Looks once; the old book stays whatever is wrong with the new one. */
    void look() {
        try {
            if (files.refresh()) {
                replaced.increment();
                LOG.atInfo().addKeyValue("models", files.prices().book().size()).log("price book replaced");
            }
        } catch (InvalidPriceBookException e) {
            refused.increment();
            LOG.atWarn().addKeyValue("problems", e.problems().size()).log("price book refused, the old one stays");
        } catch (IOException e) {
            refused.increment();
            LOG.atWarn()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("price book cannot be read, the old one stays");
        }
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
