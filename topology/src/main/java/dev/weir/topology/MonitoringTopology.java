package dev.weir.topology;

import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.topology.MonitoringConfig.ArrivalClock;
import dev.weir.topology.aggregate.AggregateType;
import dev.weir.topology.aggregate.KeyPartitioner;
import dev.weir.topology.aggregate.MergeWindows;
import dev.weir.topology.aggregate.Mergeable;
import dev.weir.topology.aggregate.Publication;
import dev.weir.topology.aggregate.WindowMerge;
import dev.weir.topology.aggregate.WindowMerge.Early;
import dev.weir.topology.aggregate.WindowStores;
import dev.weir.topology.aggregate.Windows.Published;
import dev.weir.topology.enrich.CallEnricher;
import dev.weir.topology.enrich.PriceBook;
import dev.weir.topology.ingest.CallReader;
import dev.weir.topology.ingest.DeadLetter;
import dev.weir.topology.ingest.Ingested;
import dev.weir.topology.ingest.Ingested.Refused;
import dev.weir.topology.ingest.ReadCalls;
import dev.weir.topology.ingest.RecordDecoder;
import dev.weir.topology.ingest.SourceProgress;
import dev.weir.topology.quality.MergeQuality;
import dev.weir.topology.quality.NoticeSampled;
import dev.weir.topology.quality.QualityAggregate;
import dev.weir.topology.quality.QualityWindows;
import dev.weir.topology.quality.WeighScores;
import dev.weir.topology.quality.Weighed;
import dev.weir.topology.sampling.SampleCalls;
import dev.weir.topology.sampling.SamplingStep;
import dev.weir.topology.spend.CountSpend;
import dev.weir.topology.spend.SpendAggregate;
import dev.weir.topology.spend.SpendWindows;
import dev.weir.topology.traffic.CountCalls;
import dev.weir.topology.traffic.SeriesWindows;
import dev.weir.topology.traffic.SlowerThan;
import dev.weir.topology.traffic.TrafficAggregate;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The measuring topology on one page: calls are read once, counted by series and by spender, sampled for judging, and
 * what the judges say is weighed into quality. Each method is one arrow of the README's picture.
 */
public final class MonitoringTopology {

    private static final Serde<String> TEXT = Serdes.String();
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private final MonitoringConfig config;
    private final AvroCodec codec;
    private final PriceBook prices;
    private final List<SlowerThan> thresholds;
    private final SourceProgress progress;
    private final int partitions;

    /**
     * @param thresholds latencies whose exact exceedance counts the alerting rules need
     * @param progress how to tell a partition read to its end from one that is not being read
     * @param partitions of every topic
     */
    public MonitoringTopology(
            MonitoringConfig config,
            AvroCodec codec,
            PriceBook prices,
            List<SlowerThan> thresholds,
            SourceProgress progress,
            int partitions) {
        this.config = config;
        this.codec = codec;
        this.prices = prices;
        this.thresholds = List.copyOf(thresholds);
        this.progress = config.clock() == ArrivalClock.LIVE ? progress : SourceProgress.NEVER;
        this.partitions = partitions;
    }

    /** The topology under some Kafka Streams settings; every operator, store and repartition topic is named. */
    public Topology build(Properties streamsSettings) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(streamsSettings)));
        KStream<String, Ingested> calls = readCalls(builder);
        KStream<String, Weighed> scores = weighScores(builder);
        deadLetterCalls(calls);
        deadLetterScores(scores);
        publishSeries(mergeSeries(countCalls(calls)));
        publishSpend(mergeSpend(countSpend(calls)));
        sampleCalls(calls);
        publishQuality(mergeQuality(noticeSampled(calls), scoreValues(scores)));
        return builder.build(streamsSettings);
    }

    private KStream<String, Ingested> readCalls(StreamsBuilder builder) {
        return source(builder, Topics.TRACES, "traces")
                .process(
                        ReadCalls.supplier(new ReadCalls.Parts(
                                new RecordDecoder<>(codec, TraceEvent.class, config.registryPatience()),
                                new CallReader(config.seriesVersion()),
                                new CallEnricher(prices, config.enrich()),
                                config.eventTimeBounds(),
                                () -> new SamplingStep(config.sampling(), partitions, StateStores.SAMPLING_RATES),
                                progress,
                                config.clock() != ArrivalClock.LIVE,
                                Topics.TRACES.name(),
                                StateStores.INGEST_COUNTERS,
                                StateStores.SAMPLING_RATES)),
                        Named.as("read-calls"));
    }

    private KStream<String, Weighed> weighScores(StreamsBuilder builder) {
        return source(builder, Topics.SCORES, "scores")
                .process(
                        WeighScores.supplier(
                                new RecordDecoder<>(codec, Score.class, config.registryPatience()),
                                StateStores.SCORE_COUNTERS),
                        Named.as("weigh-scores"));
    }

    private KStream<String, byte[]> countCalls(KStream<String, Ingested> calls) {
        return calls.process(CountCalls.supplier(thresholds), Named.as("count-calls"));
    }

    private KStream<String, byte[]> countSpend(KStream<String, Ingested> calls) {
        return calls.process(CountSpend.supplier(), Named.as("count-spend"));
    }

    private KStream<String, byte[]> noticeSampled(KStream<String, Ingested> calls) {
        return calls.process(NoticeSampled.supplier(), Named.as("notice-sampled"));
    }

    private void sampleCalls(KStream<String, Ingested> calls) {
        calls.process(() -> new SampleCalls(codec), Named.as("sample-calls"))
                .to(Topics.JUDGE_TASKS.name(), Produced.with(TEXT, BYTES).withName("judge-tasks"));
    }

    private KStream<String, Publication<TrafficAggregate>> mergeSeries(KStream<String, byte[]> partials) {
        return by("series", partials)
                .process(
                        MergeWindows.supplier(plan(TrafficAggregate.TYPE, StateStores.SERIES)),
                        Named.as("merge-series"));
    }

    private KStream<String, Publication<SpendAggregate>> mergeSpend(KStream<String, byte[]> partials) {
        return by("spender", partials)
                .process(MergeWindows.supplier(plan(SpendAggregate.TYPE, StateStores.SPEND)), Named.as("merge-spend"));
    }

    private KStream<String, Publication<QualityAggregate>> mergeQuality(
            KStream<String, byte[]> sampled, KStream<String, byte[]> scored) {
        WindowMerge.Plan<QualityAggregate> plan = new WindowMerge.Plan<>(
                QualityAggregate.TYPE,
                config.qualityRules(),
                StateStores.QUALITY,
                partitions,
                new Early<>(config.grace(), QualityAggregate::isComplete));
        return by("sampled-series", sampled)
                .merge(by("scored-series", scored), Named.as("sampled-and-scored"))
                .process(
                        MergeQuality.supplier(new MergeQuality.Parts(
                                plan,
                                StateStores.SCORE_LEDGER,
                                StateStores.QUALITY_COUNTERS,
                                config.qualityRules().longestRetention())),
                        Named.as("merge-quality"));
    }

    private void publishSeries(KStream<String, Publication<TrafficAggregate>> windows) {
        publish(windows, Topics.WINDOW_STATS, "series", SeriesWindows::toRecord);
    }

    private void publishSpend(KStream<String, Publication<SpendAggregate>> windows) {
        publish(windows, Topics.WINDOW_SPEND, "spend", SpendWindows::toRecord);
    }

    private void publishQuality(KStream<String, Publication<QualityAggregate>> windows) {
        publish(windows, Topics.WINDOW_QUALITY, "quality", QualityWindows::toRecord);
    }

    private static void deadLetterCalls(KStream<String, Ingested> calls) {
        deadLetter(calls.flatMapValues(MonitoringTopology::refused, Named.as("refused-calls")), "calls");
    }

    private static void deadLetterScores(KStream<String, Weighed> scores) {
        deadLetter(scores.flatMapValues(MonitoringTopology::refused, Named.as("refused-scores")), "scores");
    }

    private static KStream<String, byte[]> scoreValues(KStream<String, Weighed> scores) {
        return scores.flatMapValues(MonitoringTopology::routed, Named.as("weighed-scores"));
    }

    private static void deadLetter(KStream<String, Refused> refused, String what) {
        refused.process(DeadLetter::new, Named.as("dead-letter-" + what))
                .to(Topics.DEAD_LETTERS.name(), Produced.with(BYTES, BYTES).withName("dead-" + what));
    }

    private static List<Refused> refused(Ingested ingested) {
        return ingested instanceof Refused refused ? List.of(refused) : List.of();
    }

    private static List<Refused> refused(Weighed weighed) {
        return weighed instanceof Weighed.Rejected rejected ? List.of(rejected.refused()) : List.of();
    }

    private static List<byte[]> routed(Weighed weighed) {
        return weighed instanceof Weighed.Value value ? List.of(value.routed()) : List.of();
    }

    private static KStream<byte[], byte[]> source(StreamsBuilder builder, Topic topic, String name) {
        return builder.stream(topic.name(), Consumed.with(BYTES, BYTES).withName(name));
    }

    private KStream<String, byte[]> by(String key, KStream<String, byte[]> routed) {
        return routed.repartition(Repartitioned.with(TEXT, BYTES)
                .withName("by-" + key)
                .withNumberOfPartitions(partitions)
                .withStreamPartitioner(new KeyPartitioner<>()));
    }

    private <A extends Mergeable<A>> WindowMerge.Plan<A> plan(AggregateType<A> type, WindowStores stores) {
        return new WindowMerge.Plan<>(type, config.trafficRules(), stores, partitions, null);
    }

    private <A> void publish(
            KStream<String, Publication<A>> windows,
            Topic topic,
            String what,
            Function<Published<A>, ? extends SpecificRecord> toRecord) {
        windows.process(() -> new Publish<>(codec, topic, toRecord), Named.as("publish-" + what))
                .to(
                        topic.name(),
                        Produced.with(TEXT, BYTES)
                                .withName("window-" + what)
                                .withStreamPartitioner(new KeyPartitioner<>()));
    }
}
