package dev.weir.topology;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Tile;
import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.topology.aggregate.AggregateType;
import dev.weir.topology.aggregate.KeyPartitioner;
import dev.weir.topology.aggregate.Mergeable;
import dev.weir.topology.aggregate.Rollups;
import dev.weir.topology.aggregate.Routed;
import dev.weir.topology.aggregate.WindowKey;
import dev.weir.topology.ingest.CallFold;
import dev.weir.topology.ingest.Feed;
import dev.weir.topology.ingest.Ingested.Call;
import dev.weir.topology.ingest.MappedFeed;
import dev.weir.topology.ingest.Recount;
import dev.weir.topology.price.Prices;
import dev.weir.topology.spend.CountSpend;
import dev.weir.topology.spend.SpendAggregate;
import dev.weir.topology.traffic.CountCalls;
import dev.weir.topology.traffic.TrafficAggregate;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One hour of calls counted again under other prices, and what its windows should say then. The merges take that over where
 * a window is of the same calls, and leave it as it is where it is not; so nothing is lost when records are gone, and doing
 * it twice changes nothing. Minutes are said for themselves, because they are kept for a shorter time than hours; a day is
 * changed by its hours. Memory: about 1 kB for each series and minute of the hour. Not thread-safe.
 */
public final class Repricing {

    /** Partials that are added up before they would be too many. */
    private static final int MOST_PARTIALS = 20_000;

    private final MonitoringConfig config;
    private final Instant hour;
    private final Recount recount;
    private final Counting<TrafficAggregate> series;
    private final List<Counting<?>> countings;
    private long calls;

    /** What a window should say, and where that goes. */
    public interface Receiver {
        void restate(Topic topic, String key, byte[] restatement);
    }

    /** One kind of windows. */
    private record Counting<A extends Mergeable<A>>(
            Topic topic,
            Tile tile,
            CallFold fold,
            AggregateType<A> type,
            BiConsumer<A, A> add,
            Map<WindowKey, A> sums) {

        void addUp() {
            A scratch = type.create();
            fold.drain(
                    null,
                    (batch, partition) -> Routed.read(batch, new Routed.Receiver() {
                        @Override
                        public void partial(String key, long eventMillis, WireReader aggregate) {
                            scratch.clear();
                            scratch.mergeFrom(aggregate);
                            WindowKey window = new WindowKey(key, tile, tile.startOf(eventMillis));
                            add.accept(sums.computeIfAbsent(window, absent -> type.create()), scratch);
                        }

                        @Override
                        public void frontier(Routed.Frontier frontier) {
                            throw new IllegalStateException("a recount has no frontier");
                        }
                    }));
        }

        void tell(Receiver receiver) {
            sums.forEach((window, sum) -> {
                WireWriter out = new WireWriter(128);
                sum.write(out);
                Routed.Restatement restatement = new Routed.Restatement(
                        window.key(), tile, window.startMillis(), tile == Tile.HOUR, out.toBytes());
                receiver.restate(topic, window.key(), restatement.toBytes());
            });
        }
    }

    /**
     * @param needs what alerting rules need, because budgets add windows of spend and rules add views
     * @param hour its start
     */
    public Repricing(
            MonitoringConfig config, AvroCodec codec, Prices prices, RuleDemands needs, int partitions, Instant hour) {
        this.config = config;
        this.hour = hour;
        this.recount =
                new Recount(config.intake(codec, prices), config.duplicates(), sources(config, codec), this::count);
        Rollups rollups = config.views(needs).rollups();
        this.series = series(Tile.HOUR, partitions, rollups);
        this.countings = List.of(
                series(Tile.MINUTE, partitions, rollups),
                series,
                new Counting<>(
                        Topics.SPEND_RESTATEMENTS,
                        Tile.HOUR,
                        CountSpend.fold(needs.spend().kinds(), Tile.HOUR, KeyPartitioner.spread(partitions)),
                        SpendAggregate.TYPE,
                        SpendAggregate::mergeWith,
                        new LinkedHashMap<>()));
    }

    private static Counting<TrafficAggregate> series(Tile tile, int partitions, Rollups rollups) {
        return new Counting<>(
                Topics.SERIES_RESTATEMENTS,
                tile,
                CountCalls.fold(List.of(), tile, KeyPartitioner.spread(partitions), rollups),
                TrafficAggregate.TYPE,
                TrafficAggregate::mergeSums,
                new LinkedHashMap<>());
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

    /** What the series of the hour should say, without views; only sums and counts of the values are there. */
    public Map<String, TrafficAggregate> series() {
        series.addUp();
        Map<String, TrafficAggregate> sums = new TreeMap<>();
        series.sums().forEach((window, sum) -> {
            if (SeriesKey.parse(window.key()).isSeries()) {
                sums.put(window.key(), sum);
            }
        });
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
