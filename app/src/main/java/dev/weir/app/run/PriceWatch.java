package dev.weir.app.run;

import dev.weir.schemas.supervision.SupervisedLoop;
import dev.weir.topology.price.InvalidPriceBookException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The price files looked at from time to time, by a thread of its own. A book that is read whole takes the place of the old
 * one for the calls that come; one with problems changes nothing and is told by a log line and by
 * {@code weir.prices.reloads} with outcome {@code refused}. {@code weir.prices.models} is the size of the book in use.
 */
final class PriceWatch {

    private static final Logger LOG = LoggerFactory.getLogger(PriceWatch.class);

    private final PriceFiles files;
    private final Duration every;
    private final Counter replaced;
    private final Counter refused;
    private volatile String refusal = "";

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

    /** What looks at the files; absent where nobody does. */
    Optional<SupervisedLoop> loop() {
        return every.isZero()
                ? Optional.empty()
                : Optional.of(SupervisedLoop.every(every, "price-watch", this::look, this::refusal));
    }

    /** What is wrong with the files as they are now, so that the old book stays; empty: nothing. */
    String refusal() {
        return refusal;
    }

    /** Looks once; the old book stays whatever is wrong with the new one. */
    void look() {
        try {
            if (files.refresh()) {
                replaced.increment();
                refusal = "";
                LOG.atInfo().addKeyValue("models", files.prices().book().size()).log("price book replaced");
            }
        } catch (InvalidPriceBookException e) {
            refused.increment();
            refusal = "the old price book stays: " + e.getMessage();
            LOG.atWarn().addKeyValue("problems", e.problems().size()).log("price book refused, the old one stays");
        } catch (IOException e) {
            refused.increment();
            refusal = "the old price book stays: " + e;
            LOG.atWarn()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("price book cannot be read, the old one stays");
        }
    }
}
