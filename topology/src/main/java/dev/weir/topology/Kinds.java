package dev.weir.topology;

import dev.weir.schemas.Dimension;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.SpenderKey;
import dev.weir.schemas.Tile;
import dev.weir.schemas.Topic;
import dev.weir.schemas.View;
import dev.weir.topology.MonitoringConfig.ArrivalClock;
import dev.weir.topology.aggregate.Caps;
import dev.weir.topology.aggregate.KindSettings;
import dev.weir.topology.aggregate.Rollups;
import dev.weir.topology.aggregate.Updates;
import dev.weir.topology.aggregate.WindowBound;
import dev.weir.topology.aggregate.WindowRules;
import dev.weir.topology.aggregate.WindowStores;
import dev.weir.topology.ingest.CountedKind;
import dev.weir.topology.quality.QualityAggregate;
import dev.weir.topology.quality.QualityKind;
import dev.weir.topology.spend.SpendAggregate;
import dev.weir.topology.spend.SpendKind;
import dev.weir.topology.spend.SpenderCaps;
import dev.weir.topology.traffic.SeriesKind;
import dev.weir.topology.traffic.TrafficAggregate;
import dev.weir.topology.view.ListedWindows;
import dev.weir.topology.view.Views;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The kinds of windows that there are, under some settings; the only list of them. The topology builds a repartition, a
 * merge and a topic of each; queries, the bound of the state, a recount and the end of a replay go through the same list.
 */
public record Kinds(
        CountedKind<TrafficAggregate> series,
        CountedKind<SpendAggregate> spend,
        CountedKind<QualityAggregate> quality) {

    /** Those that are listed as they are, under any settings; the others have questions of their own. */
    public static final List<ListedWindows<?>> LISTED = List.of(QualityKind.LISTED);

    /** The kinds under some settings, with what rules demand. */
    public static Kinds of(MonitoringConfig config, RuleDemands demands) {
        Settings settings = new Settings(config, config.views(demands));
        return new Kinds(
                SeriesKind.of(settings.series(), demands.slowerThan()),
                SpendKind.of(settings.spend(demands), config.cardinality().tenants(), demands.spend()),
                QualityKind.of(
                        settings.quality(), config.grace(), StateStores.SCORE_LEDGER, StateStores.QUALITY_COUNTERS));
    }

    /** All of them. */
    public List<CountedKind<?>> all() {
        return List.of(series, spend, quality);
    }

    /** The topics that windows are published to. */
    public List<Topic> topics() {
        return all().stream().map(kind -> kind.windows().published()).toList();
    }

    /** The stores of windows. */
    public List<WindowStores> stores() {
        return all().stream().map(kind -> WindowStores.of(kind.name())).toList();
    }

    /** The stores of counters that some kinds have. */
    public List<String> counterStores() {
        return all().stream()
                .filter(kind -> kind.windows().updates() instanceof Updates.Replace<?>)
                .map(kind -> ((Updates.Replace<?>) kind.windows().updates()).counters())
                .toList();
    }

    /** What configuration says of each kind. */
    private record Settings(MonitoringConfig config, Views views) {

        KindSettings series() {
            WindowRules rules = new WindowRules(
                    config.grace(),
                    config.correctionInterval(),
                    Map.of(
                            Tile.MINUTE, kept(config.minuteRetention()),
                            Tile.HOUR, kept(config.hourRetention()),
                            Tile.DAY, kept(config.dayRetention())));
            return new KindSettings(rules, seriesCaps(), views.rollups(), seriesKeys(), admittedFor(rules));
        }

        /** Spend has no minutes: budgets are by the hour, the day and the month. */
        KindSettings spend(RuleDemands demands) {
            WindowRules rules = new WindowRules(
                    config.grace(),
                    config.correctionInterval(),
                    Map.of(Tile.HOUR, kept(config.hourRetention()), Tile.DAY, kept(config.dayRetention())));
            CardinalityConfig limits = config.cardinality();
            Caps caps = SpenderCaps.of(limits.tenants(), limits.spendersPerTenant(), demands.spend());
            long overflows = (limits.tenants() + 1L) * SpenderKey.Kind.values().length;
            WindowBound.Keys keys = new WindowBound.Keys((long) limits.tenants() * SpenderCaps.GROUPS, overflows);
            return new KindSettings(rules, caps, Rollups.NONE, keys, admittedFor(rules));
        }

        KindSettings quality() {
            Duration kept = kept(config.qualityRetention());
            WindowRules rules = new WindowRules(
                    config.grace().plus(config.qualityGrace()),
                    config.correctionInterval(),
                    Map.of(Tile.MINUTE, kept, Tile.HOUR, kept, Tile.DAY, kept));
            return new KindSettings(rules, seriesCaps(), views.rollups(), seriesKeys(), rules.longestRetention());
        }

        private Caps seriesCaps() {
            CardinalityConfig limits = config.cardinality();
            return new Caps(
                    limits.tenants(),
                    limits.seriesPerTenant(),
                    key -> SeriesKey.parse(key).view().wireName(),
                    SeriesKey::tenantOf,
                    (key, tenantIsKnown, partition) ->
                            SeriesKey.parse(key).other(tenantIsKnown, partition).text(),
                    key -> false);
        }

        /** In the series and in each view: an overflow for each tenant, and one for all other tenants. */
        private WindowBound.Keys seriesKeys() {
            long groups = config.cardinality().tenants();
            for (View view : views.demanded()) {
                groups += view.has(Dimension.TENANT) ? config.cardinality().tenants() : 1;
            }
            return new WindowBound.Keys(groups, groups + 1 + views.demanded().size());
        }

        /** How long after the end of a day calls of it may come. */
        private Duration admittedFor(WindowRules rules) {
            return config.clock() == ArrivalClock.ANALYSIS
                    ? rules.longestRetention()
                    : config.maxAge().plus(config.grace());
        }

        private Duration kept(Duration retention) {
            return config.clock() == ArrivalClock.ANALYSIS ? Duration.ofDays(365_000) : retention;
        }
    }
}
