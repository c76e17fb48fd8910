package dev.weir.topology;

import dev.weir.schemas.Tile;
import dev.weir.schemas.Topic;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.topology.aggregate.KeyPartitioner;
import dev.weir.topology.aggregate.Mergeable;
import dev.weir.topology.aggregate.Routed;
import dev.weir.topology.aggregate.Updates;
import dev.weir.topology.aggregate.WindowKey;
import dev.weir.topology.ingest.CallFold;
import dev.weir.topology.ingest.CountedKind;
import dev.weir.topology.ingest.Feed;
import dev.weir.topology.ingest.Ingested.Call;
import dev.weir.topology.ingest.MappedFeed;
import dev.weir.topology.ingest.Recount;
import dev.weir.topology.price.Prices;
import dev.weir.topology.traffic.TrafficAggregate;
import dev.weir.topology.wire.WireReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One hour of calls counted again under other prices, and what its windows should say then. The merges take that over where
 * a window is of the same calls, and leave it as it is where it is not; so nothing is lost when records are gone, and doing
 * it twice changes nothing. Minutes are restated for themselves, because they are kept for a shorter time than hours; a day is
 * changed by its hours. Views are not told: they change by what their series do. Memory: about 1 kB for each series and minute of the hour. Not thread-safe.
 */
public final class Repricing {

    /** Partials that are added up before they would be too many. */
    private static final int MOST_PARTIALS = 20_000;

    /** Tiles that are told; a day is changed by its hours. */
    private static final List<Tile> RESTATED = List.of(Tile.MINUTE, Tile.HOUR);

    private final MonitoringConfig config;
    private final Instant hour;
    private final Recount recount;
    private final List<Counting<?>> countings = new ArrayList<>();
    private long calls;

    /** What a window should say, and where that goes. */
    public interface Receiver {
        void restate(Topic topic, String key, byte[] restatement);
    }

    /** One kind of windows and one tile. */
    private record Counting<A extends Mergeable<A>>(
            CountedKind<A> kind, Updates.Restate<A> restate, Tile tile, CallFold fold, Map<WindowKey, A> sums) {

        void addUp() {
            A scratch = kind.windows().type().create();
            fold.drain(
                    null,
                    (batch, partition) -> Routed.read(batch, new Routed.Receiver() {
                        @Override
                        public void partial(String key, long eventMillis, WireReader aggregate) {
                            scratch.clear();
                            scratch.mergeFrom(aggregate);
                            WindowKey window = new WindowKey(key, tile, tile.startOf(eventMillis));
                            A sum = sums.computeIfAbsent(
                                    window, absent -> kind.windows().type().create());
                            restate.addSums().accept(sum, scratch);
                        }

                        @Override
                        public void frontier(Routed.Frontier frontier) {
                            throw new IllegalStateException("a recount has no frontier");
                        }
                    }));
        }

        void tell(Receiver receiver) {
            sums.forEach((window, sum) -> {
                Routed.Restatement restatement = new Routed.Restatement(
                        window.key(), tile, window.startMillis(), tile == Tile.HOUR, sum.toBytes());
                receiver.restate(restate.topic(), window.key(), restatement.toBytes());
            });
        }
    }

    /**
     * @param demands what alerting rules need, because budgets add windows of spend
     * @param hour its start
     */
    public Repricing(
            MonitoringConfig config,
            AvroCodec codec,
            Prices prices,
            RuleDemands demands,
            int partitions,
            Instant hour) {
        this.config = config;
        this.hour = hour;
        this.recount = new Recount(
                CallIntake.of(config, codec, prices), config.duplicates(), sources(config, codec), this::count);
        Kinds kinds = Kinds.of(config, demands);
        for (CountedKind<?> kind : kinds.all()) {
            add(kind, partitions);
        }
    }

    private <A extends Mergeable<A>> void add(CountedKind<A> kind, int partitions) {
        if (kind.windows().updates() instanceof Updates.Restate<A> restate) {
            for (Tile tile : RESTATED) {
                if (kind.windows().rules().retention().containsKey(tile)) {
                    CallFold fold = kind.newFoldOfKeys(tile, KeyPartitioner.spread(partitions));
                    countings.add(new Counting<>(kind, restate, tile, fold, new LinkedHashMap<>()));
                }
            }
        }
    }

    private static List<Feed.Source> sources(MonitoringConfig config, AvroCodec codec) {
        return MappedFeed.sources(config.readSources(), codec);
    }

    /** The topics that calls come in. */
    public static List<String> topics(MonitoringConfig config, AvroCodec codec) {
        return sources(config, codec).stream().map(Feed.Source::topic).toList();
    }

    /** Arrival of the first record that is needed: calls may say they end after they came, and what came before is remembered. */
    public Instant firstArrival() {
        Duration remembered = config.duplicates().window().multipliedBy(2);
        return hour.minus(config.maxAhead()).minus(remembered);
    }

    /** Arrival after which no record can hold a call of the hour. */
    public Instant lastArrival() {
        return hour.plus(Tile.HOUR.length()).plus(config.maxAge());
    }

    /** Takes one record; those of a partition in their order. */
    public void read(String topic, int partition, long arrivalMillis, byte @Nullable [] key, byte @Nullable [] value) {
        recount.read(topic, partition, arrivalMillis, key, value);
    }

    private void count(Call call) {
        if (Tile.HOUR.startOf(call.eventMillis()) == hour.toEpochMilli()) {
            calls++;
            for (Counting<?> counting : countings) {
                counting.fold().add(call);
                if (counting.fold().size() > MOST_PARTIALS) {
                    counting.addUp();
                }
            }
        }
    }

    /** Calls of the hour that count. */
    public long calls() {
        return calls;
    }

    /** What the series of the hour should say; only sums and counts of the values are there. */
    public Map<String, TrafficAggregate> series() {
        Map<String, TrafficAggregate> sums = new TreeMap<>();
        for (Counting<?> counting : countings) {
            if (counting.tile() == Tile.HOUR) {
                counting.addUp();
                counting.sums().forEach((window, sum) -> {
                    if (sum instanceof TrafficAggregate traffic) {
                        sums.put(window.key(), traffic);
                    }
                });
            }
        }
        return sums;
    }

    /** Tells what every window of the hour should say, once all records have been read. */
    public void tell(Receiver receiver) {
        for (Counting<?> counting : countings) {
            counting.addUp();
            counting.tell(receiver);
        }
    }
}
