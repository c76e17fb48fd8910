package dev.weir.topology;

import dev.weir.schemas.Means;
import dev.weir.schemas.Topic;
import dev.weir.topology.enrich.EnrichConfig;
import dev.weir.topology.evaluation.EvaluationsConfig;
import dev.weir.topology.ingest.DuplicatesConfig;
import dev.weir.topology.ingest.SeriesVersion;
import dev.weir.topology.ingest.SourcesConfig;
import dev.weir.topology.sampling.SamplingConfig;
import dev.weir.topology.view.ViewNames;
import dev.weir.topology.view.Views;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of the topology.
 *
 * @param sources topics that calls come in beside {@code weir.traces}; a recorded clock reads that one alone
 * @param evaluations how evaluations that others made find their calls
 * @param duplicates how long a call is remembered
 * @param cardinality cardinality limits
 * @param sampling which calls are judged
 * @param enrich how calls are classified
 */
public record MonitoringConfig(
        @Means("clock that closes windows: `live`, the broker's ingestion time; `recorded`, that of a "
                + "replay; `analysis`, as recorded with event times of any year")
        ArrivalClock clock,

        SourcesConfig sources,
        EvaluationsConfig evaluations,

        @Means("field that distinguishes versions of a route: `variant_or_prompt`, `service` or `none`")
        SeriesVersion seriesVersion,

        @Means("views that are counted beside the series and those that rules demand, each a list of "
                + "dimensions (`tenant`, `environment`, `route`, `provider`, `model`, `version`) joined by "
                + "`+`, for example `provider+model`")
        List<String> views,

        @Means("a call that ended longer ago than this before its ingestion time is refused as too old")
        Duration maxAge,

        @Means("a call that claims to have ended later than this after its ingestion time is refused as "
                + "from the future")
        Duration maxAhead,

        @Means("a window closes when every source partition has been read to the window's end plus this")
        Duration grace,

        @Means("shortest ingestion time between two revisions of a window")
        Duration correctionInterval,

        @Means("how long a minute window can be queried and corrected")
        Duration minuteRetention,

        @Means("the same for hour windows") Duration hourRetention,
        @Means("the same for day windows") Duration dayRetention,

        @Means("how long a quality window waits for outstanding scores before it is published without them")
        Duration qualityGrace,

        @Means("how long after the end of its window a score still counts")
        Duration qualityRetention,

        @Means("how long a record waits for a registry that is not available before its task starts again")
        Duration registryPatience,

        DuplicatesConfig duplicates,
        CardinalityConfig cardinality,
        SamplingConfig sampling,
        EnrichConfig enrich) {

    public static final MonitoringConfig DEFAULT = new MonitoringConfig(
            ArrivalClock.LIVE,
            SourcesConfig.DEFAULT,
            EvaluationsConfig.DEFAULT,
            SeriesVersion.VARIANT_OR_PROMPT,
            List.of(),
            Duration.ofHours(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            Duration.ofHours(6),
            Duration.ofDays(8),
            Duration.ofDays(35),
            Duration.ofMinutes(30),
            Duration.ofDays(8),
            Duration.ofSeconds(30),
            DuplicatesConfig.DEFAULT,
            CardinalityConfig.DEFAULT,
            SamplingConfig.DEFAULT,
            EnrichConfig.DEFAULT);

    public MonitoringConfig {
        views = views.stream().map(ViewNames::canonical).toList();
    }

    /** Which clock says how far the input is complete. */
    public enum ArrivalClock {
        /** Record timestamps are the broker's; a partition read to its end moves with the wall clock. */
        LIVE,
        /** Record timestamps are simulated arrivals; only records and end markers move the clock. */
        RECORDED,
        /** As RECORDED, and any event time of any year is accepted. */
        ANALYSIS
    }

    /** The same settings under another clock. */
    public MonitoringConfig withClock(ArrivalClock other) {
        return with(other, sources, sampling);
    }

    /** The same settings with other sampling. */
    public MonitoringConfig withSampling(SamplingConfig other) {
        return with(clock, sources, other);
    }

    /** The same settings with other sources. */
    public MonitoringConfig withSources(SourcesConfig other) {
        return with(clock, other, sampling);
    }

    /** The sources beside {@code weir.traces} that are read under this clock. */
    SourcesConfig readSources() {
        return clock == ArrivalClock.LIVE ? sources : SourcesConfig.NONE;
    }

    /** Whether evaluations, in logs or on spans, are to find their calls. */
    boolean findsCalls() {
        return !readSources().otlpLogs().isEmpty() && !evaluations.retention().isZero();
    }

    /** Their topics. */
    public List<Topic> feeds() {
        return readSources().topics();
    }

    private MonitoringConfig with(ArrivalClock otherClock, SourcesConfig otherSources, SamplingConfig otherSampling) {
        return new MonitoringConfig(
                otherClock,
                otherSources,
                evaluations,
                seriesVersion,
                views,
                maxAge,
                maxAhead,
                grace,
                correctionInterval,
                minuteRetention,
                hourRetention,
                dayRetention,
                qualityGrace,
                qualityRetention,
                registryPatience,
                duplicates,
                cardinality,
                otherSampling,
                enrich);
    }

    /** Every problem, one line each; empty when the settings can be used. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        positive(problems, "max_age", maxAge);
        positive(problems, "grace", grace);
        positive(problems, "quality_retention", qualityRetention);
        notNegative(problems, "max_ahead", maxAhead);
        notNegative(problems, "correction_interval", correctionInterval);
        notNegative(problems, "quality_grace", qualityGrace);
        notNegative(problems, "registry_patience", registryPatience);
        atLeastMaxAge(problems, "minute_retention", minuteRetention);
        atLeastMaxAge(problems, "hour_retention", hourRetention);
        atLeastMaxAge(problems, "day_retention", dayRetention);
        problems.addAll(ViewNames.problems("views", views));
        sources.problems().forEach(problem -> problems.add("sources." + problem));
        evaluations.problems().forEach(problem -> problems.add("evaluations." + problem));
        duplicates.problems().forEach(problem -> problems.add("duplicates." + problem));
        cardinality.problems().forEach(problem -> problems.add("cardinality." + problem));
        sampling.problems().forEach(problem -> problems.add("sampling." + problem));
        enrich.problems().forEach(problem -> problems.add("enrich." + problem));
        return problems;
    }

    private static void positive(List<String> problems, String key, Duration value) {
        if (value.isZero() || value.isNegative()) {
            problems.add(key + " = " + value + ": expected more than 0");
        }
    }

    private static void notNegative(List<String> problems, String key, Duration value) {
        if (value.isNegative()) {
            problems.add(key + " = " + value + ": expected 0 or more");
        }
    }

    private void atLeastMaxAge(List<String> problems, String key, Duration value) {
        if (value.compareTo(maxAge.plus(maxAhead)) < 0) {
            problems.add(key + " = " + value + ": expected at least max_age + max_ahead (" + maxAge.plus(maxAhead)
                    + "), so that every accepted call still finds its window");
        }
    }

    /** The views that are counted where rules demand some too. */
    Views views(RuleDemands demands) {
        return ViewNames.views(views).and(demands.views());
    }
}
