package dev.weir.topology;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.topology.MonitoringConfig.ArrivalClock;
import dev.weir.topology.commit.CommitCycle;
import dev.weir.topology.commit.Uncommitted;
import dev.weir.topology.ingest.Feed;
import dev.weir.topology.ingest.FoldCalls;
import dev.weir.topology.ingest.Ingested;
import dev.weir.topology.ingest.MappedFeed;
import dev.weir.topology.ingest.SourceProgress;
import dev.weir.topology.judging.SampleCalls;
import dev.weir.topology.price.Prices;
import dev.weir.topology.quality.WeighScores;
import dev.weir.topology.quality.Weighed;
import dev.weir.topology.record.RecordDecoder;
import dev.weir.topology.sampling.SamplingStep;
import dev.weir.topology.view.Views;
import java.util.List;
import java.util.Properties;
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
    private final Views views;
    private final Kinds kinds;
    private final SourceProgress progress;
    private final int partitions;
    private final Channels channels;
    private final Uncommitted uncommitted = new Uncommitted();
    private final MeasuredWindows windows;
    private final ForeignEvaluations evaluations;

    /**
     * @param demands what the alerting rules need
     * @param progress how to tell a partition read to its end from one that is not being read
     * @param partitions of every topic
     */
    public MonitoringTopology(
            MonitoringConfig config,
            AvroCodec codec,
            Prices prices,
            RuleDemands demands,
            SourceProgress progress,
            int partitions) {
        this.config = config;
        this.codec = codec;
        this.prices = prices;
        this.views = config.views(demands);
        this.kinds = Kinds.of(config, demands);
        this.progress = config.clock() == ArrivalClock.LIVE ? progress : SourceProgress.NEVER;
        this.partitions = partitions;
        this.channels = new Channels(codec, partitions);
        this.windows = new MeasuredWindows(kinds, channels, uncommitted);
        this.evaluations = new ForeignEvaluations(config, channels, uncommitted);
    }

    /** What readers of the stores of this process need. */
    public ReadableStores stores() {
        return ReadableStores.of(uncommitted, kinds, evaluations);
    }

    /** The topology under some Kafka Streams settings; every operator, store and repartition topic is named. */
    public Topology build(Properties streamsSettings) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(streamsSettings)));
        KStream<String, Ingested> calls = foldCalls(builder);
        KStream<String, Weighed> scores = weighScores(builder);
        deadLetterCalls(calls);
        deadLetterScores(scores);
        sampleCalls(calls);
        windows.measure(builder, calls, scoreValues(scores));
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
                                () -> CallIntake.of(config, codec, prices),
                                config.duplicates(),
                                () -> new SamplingStep(config.sampling(), partitions, StateStores.SAMPLING_RATES),
                                () -> windows.folds(evaluations),
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

    private KStream<String, Weighed> weighScores(StreamsBuilder builder) {
        return Channels.source(builder, Topics.SCORES, "scores")
                .process(
                        WeighScores.supplier(new WeighScores.Parts(
                                new RecordDecoder<>(codec, Score.class, config.registryPatience()),
                                views,
                                config.maxAhead(),
                                config.clock() == ArrivalClock.LIVE,
                                partitions,
                                new CommitCycle.Stores(StateStores.SCORE_COUNTERS, StateStores.SCORE_COMMIT),
                                uncommitted)),
                        Named.as("weigh-scores"));
    }

    private void sampleCalls(KStream<String, Ingested> calls) {
        calls.process(() -> new SampleCalls(codec), Named.as("sample-calls"))
                .to(
                        Topics.JUDGE_TASKS.name(),
                        Produced.with(Channels.TEXT, Channels.BYTES).withName("judge-tasks"));
    }

    private static void deadLetterCalls(KStream<String, Ingested> calls) {
        Channels.deadLetter(calls.flatMapValues(Ingested::refusals, Named.as("refused-calls")), "calls");
    }

    private static void deadLetterScores(KStream<String, Weighed> scores) {
        Channels.deadLetter(scores.flatMapValues(Weighed::refusals, Named.as("refused-scores")), "scores");
    }

    private static KStream<String, byte[]> scoreValues(KStream<String, Weighed> scores) {
        return scores.flatMapValues(Weighed::values, Named.as("weighed-scores"));
    }
}
