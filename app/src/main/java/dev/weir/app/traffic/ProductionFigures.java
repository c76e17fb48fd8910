package dev.weir.app.traffic;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of the generated traffic, from {@code traffic/production-figures.yaml}, where each stands with its source.
 *
 * @param modelled measured in production or on real providers
 * @param assumed chosen by us
 * @param injected put in on purpose, to be found
 */
public record ProductionFigures(Modelled modelled, Assumed assumed, Injected injected) {

    private static final String RESOURCE = "/traffic/production-figures.yaml";

    /** Measured figures, by the name that {@link Assumed} refers to. */
    public record Modelled(
            Map<String, ArrivalFigures> arrivals,
            Map<String, TokenFigures> tokens,
            Map<String, LatencyFigures> latency,
            RefusalFigures refusals,
            ErrorFigures errors) {}

    /**
     * Calls in a minute.
     *
     * @param measured minutes behind the figures
     */
    public record ArrivalFigures(String source, int measured, QuantileFunction callsPerMinute) {}

    /**
     * Tokens of a call.
     *
     * @param measured calls behind the figures
     * @param cachedShare part of the input read from a cache; absent: not published
     */
    public record TokenFigures(
            String source,
            int measured,
            QuantileFunction input,
            QuantileFunction output,
            @Nullable QuantileFunction cachedShare) {}

    /**
     * Latency of a call: so long to the first token, then so long for each further one.
     *
     * @param measured calls behind the figures
     */
    public record LatencyFigures(
            String source, int measured, QuantileFunction ttftMillis, QuantileFunction microsPerToken) {}

    /**
     * Shares of prompts refused.
     *
     * @param measured prompts behind the figures
     * @param unsafe of prompts that should be refused
     * @param lookalike of harmless prompts that read like those
     */
    public record RefusalFigures(String source, int measured, double unsafe, double lookalike) {}

    /**
     * Calls that failed.
     *
     * @param measured calls behind the figures
     */
    public record ErrorFigures(String source, int measured, double share, int httpStatus, String errorType) {}

    /**
     * Our choices.
     *
     * @param latencyOf latency figures that a model borrows
     * @param otherLatency latency figures of any other model
     * @param textsOfOtherRoutes route whose texts any other route gets
     * @param unsafeShare part of the calls that ask for something unsafe
     * @param lookalikeShare part of the calls that read as if they did
     */
    public record Assumed(
            Map<String, RoutePlan> routes,
            Map<String, String> providers,
            Map<String, String> latencyOf,
            String otherLatency,
            String textsOfOtherRoutes,
            double unsafeShare,
            double lookalikeShare,
            int usersPerTenant,
            double zipfExponent,
            int sessionMinutes) {}

    /**
     * A route of the demo.
     *
     * @param calls arrival figures it follows
     * @param share part of their calls it has
     * @param tokens token figures it follows
     * @param cached token figures whose cached share it follows; absent: nothing is cached
     * @param wrongShare part of its answers that are wrong when all is well
     */
    public record RoutePlan(
            String calls,
            double share,
            String tokens,
            @Nullable String cached,
            boolean streamed,
            Map<String, Double> models,
            Map<String, Double> promptVersions,
            Map<String, Double> tenants,
            String feature,
            double wrongShare) {}

    /**
     * The regression.
     *
     * @param from share of the run at which it begins
     * @param to share of the run at which it ends
     * @param wrongShare part of the route's answers that are wrong meanwhile
     * @param latencyFactor how many times longer its calls take meanwhile, the first token too
     */
    public record Injected(String route, double from, double to, double wrongShare, double latencyFactor) {}

    /** The figures that come with the product. */
    public static ProductionFigures load() {
        return read(RESOURCE, ProductionFigures.class);
    }

    static <T> T read(String resource, Class<T> type) {
        YAMLMapper mapper = YAMLMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        try (InputStream in = ProductionFigures.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing from the class path");
            }
            return mapper.readValue(in, type);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + resource, e);
        }
    }

    /** Latency figures of a model. */
    LatencyFigures latencyOf(String model) {
        return require(modelled.latency(), assumed.latencyOf().getOrDefault(model, assumed.otherLatency()));
    }

    ArrivalFigures arrivalsOf(RoutePlan plan) {
        return require(modelled.arrivals(), plan.calls());
    }

    TokenFigures tokens(String name) {
        return require(modelled.tokens(), name);
    }

    private static <T> T require(Map<String, T> figures, String name) {
        T found = figures.get(name);
        if (found == null) {
            throw new IllegalStateException("figures = " + name + ": expected one of " + figures.keySet());
        }
        return found;
    }
}
