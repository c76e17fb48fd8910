package dev.weir.topology;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.topology.MonitoringConfig.ArrivalClock;
import dev.weir.topology.aggregate.AggregateType;
import dev.weir.topology.aggregate.Caps;
import dev.weir.topology.aggregate.KeyPartitioner;
import dev.weir.topology.aggregate.LiveWindows.Early;
import dev.weir.topology.aggregate.MergeWindows;
import dev.weir.topology.aggregate.Mergeable;
import dev.weir.topology.aggregate.Partials;
import dev.weir.topology.aggregate.Publication;
import dev.weir.topology.aggregate.Rollups;
import dev.weir.topology.aggregate.WindowMerge;
import dev.weir.topology.aggregate.WindowRules;
import dev.weir.topology.aggregate.WindowStores;
import dev.weir.topology.commit.Uncommitted;
import dev.weir.topology.ingest.CallFold;
import dev.weir.topology.ingest.Feed;
import dev.weir.topology.ingest.FoldCalls;
import dev.weir.topology.ingest.Ingested;
import dev.weir.topology.ingest.Ingested.Batch;
import dev.weir.topology.ingest.MappedFeed;
import dev.weir.topology.ingest.SourceProgress;
import dev.weir.topology.judging.SampleCalls;
import dev.weir.topology.price.Prices;
import dev.weir.topology.quality.CountSampled;
import dev.weir.topology.quality.MergeQuality;
import dev.weir.topology.quality.QualityAggregate;
import dev.weir.topology.quality.QualityWindows;
import dev.weir.topology.quality.WeighScores;
import dev.weir.topology.quality.Weighed;
import dev.weir.topology.record.RecordDecoder;
import dev.weir.topology.record.RefusedRecord;
import dev.weir.topology.sampling.SamplingStep;
import dev.weir.topology.spend.CountSpend;
import dev.weir.topology.spend.SpendAggregate;
import dev.weir.topology.spend.SpendWindows;
import dev.weir.topology.traffic.CountCalls;
import dev.weir.topology.traffic.SeriesWindows;
import dev.weir.topology.traffic.TrafficAggregate;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * The measuring topology on one page: calls are read once, counted by series and by spender, sampled for judging, and
 * what the judges say is weighed into quality. Each method is one arrow of the README's picture.
 */
public final class MonitoringTopology {

    private final MonitoringConfig config;
    private final AvroCodec codec;
    private final Prices prices;
    private final RuleDemands needs;
    private final SourceProgress progress;
    private final int partitions;
    private final Channels channels;
    private final Uncommitted uncommitted = new Uncommitted();
    private final ForeignEvaluations evaluations;

    /**
     * @param needs what the alerting rules need
     * @param progress how to tell a partition read to its end from one that is not being read
     * @param partitions of every topic
     */
    public MonitoringTopology(
            MonitoringConfig config,
            AvroCodec codec,
            Prices prices,
            RuleDemands needs,
            SourceProgress progress,
            int partitions) {
        this.config = config;
        this.codec = codec;
        this.prices = prices;
        this.needs = needs;
        this.progress = config.clock() == ArrivalClock.LIVE ? progress : SourceProgress.NEVER;
        this.partitions = partitions;
        this.channels = new Channels(codec, partitions);
        this.evaluations = new ForeignEvaluations(config, channels, uncommitted);
    }

    /** What the stores held before the commits under way: readers of the stores of this process need it. */
    public Uncommitted uncommitted() {
        return uncommitted;
    }

    /** The topology under some Kafka Streams settings; every operator, store and repartition topic is named. */
    public Topology build(Properties streamsSettings) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(streamsSettings)));
        KStream<String, Ingested> calls = foldCalls(builder);
        KStream<String, Weighed> scores = weighScores(builder);
        deadLetterCalls(calls);
        deadLetterScores(scores);
        sampleCalls(calls);
        publishSeries(mergeSeries(builder, partials(calls, CountCalls.FOLD)));
        publishSpend(mergeSpend(builder, partials(calls, CountSpend.FOLD)));
        publishQuality(mergeQuality(partials(calls, CountSampled.FOLD), scoreValues(scores)));
        evaluations.score(calls);
        return builder.build(streamsSettings);
    }

    private KStream<String, Ingested> foldCalls(StreamsBuilder builder) {
        List<Feed.Source> sources = MappedFeed.sources(config.readSources(), codec);
        return builder.stream(
                        sources.stream().map(Feed.Source::topic).toList(),
                        Consumed.with(Channels.BYTES, Channels.BYTES).withName("traces"))
                .process(
                        FoldCalls.supplier(new FoldCalls.Parts(
                                () -> config.intake(codec, prices),
                                config.duplicates(),
                                () -> new SamplingStep(config.sampling(), partitions, StateStores.SAMPLING_RATES),
                                this::folds,
                                progress,
                                config.clock() != ArrivalClock.LIVE,
                                sources,
                                new FoldCalls.Stores(
                                        StateStores.INGEST_COUNTERS,
                                        StateStores.FINGERPRINTS,
                                        StateStores.SAMPLING_RATES,
                                        StateStores.INGEST_COMMIT),
                                uncommitted)),
                        Named.as("fold-calls"));
    }

    private List<CallFold> folds() {
        Partials.Spread spread = KeyPartitioner.spread(partitions);
        Rollups rollups = config.views(needs).rollups();
        List<CallFold> folds = new ArrayList<>(List.of(
                CountCalls.fold(needs.slowerThan(), config.trafficRules().finest(), spread, rollups),
                CountSpend.fold(needs.spend().kinds(), config.spendRules().finest(), spread),
                CountSampled.fold(config.qualityRules().finest(), spread, rollups)));
        folds.addAll(evaluations.folds());
        return folds;
    }

    private KStream<String, Weighed> weighScores(StreamsBuilder builder) {
        return Channels.source(builder, Topics.SCORES, "scores")
                .process(
                        WeighScores.supplier(new WeighScores.Parts(
                                new RecordDecoder<>(codec, Score.class, config.registryPatience()),
                                config.views(needs),
                                config.maxAhead(),
                                partitions,
                                StateStores.SCORE_COUNTERS,
                                StateStores.SCORE_COMMIT,
                                uncommitted)),
                        Named.as("weigh-scores"));
    }

    private void sampleCalls(KStream<String, Ingested> calls) {
        calls.process(() -> new SampleCalls(codec), Named.as("sample-calls"))
                .to(
                        Topics.JUDGE_TASKS.name(),
                        Produced.with(Channels.TEXT, Channels.BYTES).withName("judge-tasks"));
    }

    private static KStream<String, byte[]> partials(KStream<String, Ingested> calls, String fold) {
        return calls.flatMapValues(
                ingested -> ingested instanceof Batch batch && batch.fold().equals(fold)
                        ? List.of(batch.batch())
                        : List.of(),
                Named.as(fold + "-partials"));
    }

    private KStream<String, Publication<TrafficAggregate>> mergeSeries(
            StreamsBuilder builder, KStream<String, byte[]> partials) {
        return Channels.restated(builder, channels.by("series", partials), Topics.SERIES_RESTATEMENTS, "series")
                .process(
                        MergeWindows.supplier(plan(
                                TrafficAggregate.TYPE,
                                config.trafficRules(),
                                StateStores.SERIES,
                                config.seriesCaps(),
                                key -> false)),
                        Named.as("merge-series"));
    }

    private KStream<String, Publication<SpendAggregate>> mergeSpend(
            StreamsBuilder builder, KStream<String, byte[]> partials) {
        return Channels.restated(builder, channels.by("spender", partials), Topics.SPEND_RESTATEMENTS, "spend")
                .process(
                        MergeWindows.supplier(plan(
                                SpendAggregate.TYPE,
                                config.spendRules(),
                                StateStores.SPEND,
                                config.spenderCaps(needs.spend()),
                                needs.spend()::isRunning)),
                        Named.as("merge-spend"));
    }

    private KStream<String, Publication<QualityAggregate>> mergeQuality(
            KStream<String, byte[]> sampled, KStream<String, byte[]> scored) {
        WindowMerge.Plan<QualityAggregate> plan = new WindowMerge.Plan<>(
                QualityAggregate.TYPE,
                config.qualityRules(),
                StateStores.QUALITY,
                partitions,
                config.seriesCaps(),
                config.qualityRules().longestRetention(),
                uncommitted,
                new Early<>(config.grace(), QualityAggregate::isComplete),
                key -> false);
        return channels.by("sampled-series", sampled)
                .merge(channels.by("scored-series", scored), Named.as("sampled-and-scored"))
                .process(
                        MergeQuality.supplier(new MergeQuality.Parts(
                                plan,
                                StateStores.SCORE_LEDGER,
                                StateStores.QUALITY_COUNTERS,
                                config.qualityRules().longestRetention())),
                        Named.as("merge-quality"));
    }

    private void publishSeries(KStream<String, Publication<TrafficAggregate>> windows) {
        channels.publish(windows, Topics.WINDOW_STATS, "series", SeriesWindows::toRecord);
    }

    private void publishSpend(KStream<String, Publication<SpendAggregate>> windows) {
        channels.publish(windows, Topics.WINDOW_SPEND, "spend", SpendWindows::toRecord);
    }

    private void publishQuality(KStream<String, Publication<QualityAggregate>> windows) {
        channels.publish(windows, Topics.WINDOW_QUALITY, "quality", QualityWindows::toRecord);
    }

    private static void deadLetterCalls(KStream<String, Ingested> calls) {
        Channels.deadLetter(calls.flatMapValues(MonitoringTopology::refused, Named.as("refused-calls")), "calls");
    }

    private static void deadLetterScores(KStream<String, Weighed> scores) {
        Channels.deadLetter(scores.flatMapValues(MonitoringTopology::refused, Named.as("refused-scores")), "scores");
    }

    private static KStream<String, byte[]> scoreValues(KStream<String, Weighed> scores) {
        return scores.flatMapValues(MonitoringTopology::routed, Named.as("weighed-scores"));
    }

    private static List<RefusedRecord> refused(Ingested ingested) {
        return ingested instanceof Ingested.Rejected rejected ? List.of(rejected.refused()) : List.of();
    }

    private static List<RefusedRecord> refused(Weighed weighed) {
        return weighed instanceof Weighed.Rejected rejected ? List.of(rejected.refused()) : List.of();
    }

    private static List<byte[]> routed(Weighed weighed) {
        return weighed instanceof Weighed.Value value ? List.of(value.routed()) : List.of();
    }

    private <A extends Mergeable<A>> WindowMerge.Plan<A> plan(
            AggregateType<A> type, WindowRules rules, WindowStores stores, Caps caps, Predicate<String> running) {
        return new WindowMerge.Plan<>(
                type, rules, stores, partitions, caps, config.admittedFor(), uncommitted, null, running);
    }
}
