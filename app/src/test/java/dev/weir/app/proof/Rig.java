package dev.weir.app.proof;

import dev.weir.app.config.TopicsConfig;
import dev.weir.app.embedded.EmbeddedKafka;
import dev.weir.app.embedded.FreePorts;
import dev.weir.app.kafka.TopicSetup;
import dev.weir.app.proof.oracle.Call;
import dev.weir.app.proof.oracle.Oracle;
import dev.weir.app.proof.oracle.Window;
import dev.weir.app.proof.oracle.WindowId;
import dev.weir.app.run.StreamsRun;
import dev.weir.schemas.Topics;
import dev.weir.schemas.registry.SchemaRegistry;
import dev.weir.topology.CardinalityConfig;
import dev.weir.topology.MonitoringConfig;
import dev.weir.topology.MonitoringConfig.ArrivalClock;
import dev.weir.topology.ingest.SourcesConfig;
import dev.weir.topology.sampling.SamplingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Kafka, topics as in production, and topologies beside it that can be started and killed. */
final class Rig implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    /** What lives for seconds is not worth the second compiler, which takes a core that somebody else needs. */
    private static final List<String> SHORT_LIVED = List.of("-Xmx384m", "-XX:TieredStopAtLevel=1");

    final Wire wire;
    final Brokers brokers;
    private final Setting setting;
    private final Path home;
    private final List<Instance> instances = new ArrayList<>();

    /** How the topology is set up. */
    enum Setting {
        /** As in production, with a short grace and quick corrections. */
        LIVE(ArrivalClock.LIVE, SamplingConfig.DEFAULT),
        /** The same, with hardly any patience for a registry that is out of reach. */
        LIVE_IMPATIENT(ArrivalClock.LIVE, SamplingConfig.DEFAULT),
        /** The same, with room for few names. */
        LIVE_CAPPED(ArrivalClock.LIVE, SamplingConfig.DEFAULT),
        /** Recorded arrivals. */
        RECORDED(ArrivalClock.RECORDED, SamplingConfig.DEFAULT),
        /** Recorded arrivals; one call of twenty is judged, and every second failed one. */
        RECORDED_UNEQUAL(
                ArrivalClock.RECORDED,
                new SamplingConfig("proof", 0.05, 0.5, 0.5, 0, Duration.ofSeconds(30), 0, Map.of(), 0));

        /** Few enough for a flood to pass them, enough for the tenants of {@link SeededCalls}. */
        static final CardinalityConfig FEW = new CardinalityConfig(10, 500, 500);

        private final ArrivalClock clock;
        private final SamplingConfig sampling;

        Setting(ArrivalClock clock, SamplingConfig sampling) {
            this.clock = clock;
            this.sampling = sampling;
        }

        /** Views that are counted beside the series; none where names, memory or scores are counted. */
        Set<Set<String>> views() {
            return this == LIVE || this == RECORDED
                    ? Set.of(Set.of("provider", "model"), Set.of("tenant", "environment", "route", "model"))
                    : Set.of();
        }

        /** As by default; where the growth of memory is judged, so little that a full cache is no growth. */
        int rocksDbMegabytes() {
            return this == LIVE_CAPPED ? 64 : 256;
        }

        /** A heap that is there from the start where the growth of memory is judged: what grows then is beside it. */
        List<String> heap() {
            return this == LIVE_CAPPED ? List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch") : List.of("-Xmx512m");
        }

        MonitoringConfig config() {
            MonitoringConfig base = MonitoringConfig.DEFAULT;
            return new MonitoringConfig(
                    clock,
                    SourcesConfig.NONE,
                    base.evaluations(),
                    base.seriesVersion(),
                    views().stream().map(view -> String.join("+", view)).toList(),
                    base.maxAge(),
                    base.maxAhead(),
                    GRACE,
                    CORRECTION_INTERVAL,
                    base.minuteRetention(),
                    base.hourRetention(),
                    base.dayRetention(),
                    base.qualityGrace(),
                    base.qualityRetention(),
                    this == LIVE_IMPATIENT ? Duration.ofMillis(400) : base.registryPatience(),
                    base.duplicates(),
                    this == LIVE_CAPPED ? FEW : base.cardinality(),
                    sampling,
                    base.enrich());
        }
    }

    static final Duration GRACE = Duration.ofSeconds(5);
    static final Duration CORRECTION_INTERVAL = Duration.ofSeconds(5);

    /** A rig with a broker in this process. */
    Rig(Setting setting) throws IOException {
        this(setting, 0, MonitoringProcess.PARTITIONS);
    }

    /** @param nodes broker processes, 1 or 3; 0: one broker in this process */
    Rig(Setting setting, int nodes, int partitions) throws IOException {
        this.setting = setting;
        this.home = Files.createTempDirectory("weir-proof-");
        Path kafka = home.resolve("kafka");
        this.brokers = nodes == 0 ? Brokers.here(EmbeddedKafka.start(kafka, 0)) : BrokerCluster.start(kafka, nodes);
        this.wire = new Wire(brokers.bootstrapServers(), partitions, this::lastWords);
        boolean live = setting.clock == ArrivalClock.LIVE;
        new TopicSetup(wire.admin, new TopicsConfig(partitions, 0), DEADLINE)
                .prepare(Topics.all().stream()
                        .map(topic -> live ? topic : topic.recorded())
                        .toList());
    }

    /** The windows that calls ought to become under this setting. */
    SortedMap<WindowId, Window> expected(List<Call> calls) {
        return Oracle.windows(calls, setting.views());
    }

    /** Starts the topology in this process. */
    StreamsRun startHere(String state, SchemaRegistry registry) {
        StreamsRun run = MonitoringProcess.run(
                brokers.bootstrapServers(), home.resolve(state), setting, wire.partitions, registry);
        run.start();
        return run;
    }

    /** Starts the topology in a process of its own. */
    Instance startProcess(String state) throws IOException {
        return startProcess(state, Launch.Shape.PLAIN);
    }

    /** Starts the topology in a process of its own, which continues what the state directory holds. */
    Instance startProcess(String state, Launch.Shape shape) throws IOException {
        Launch launch = new Launch(
                brokers.bootstrapServers(), home.resolve(state), setting, wire.partitions, FreePorts.one(), shape);
        ChildProcess process = ChildProcess.start(
                home.resolve("instance-" + instances.size() + ".log"),
                brokers.processes().isEmpty() ? SHORT_LIVED : setting.heap(),
                MonitoringProcess.class,
                launch.toArguments());
        Instance instance = new Instance(state, process, launch);
        instances.add(instance);
        return instance;
    }

    /** Whether a process that was started here wrote one of these. */
    boolean said(String... words) throws IOException {
        for (Instance instance : instances) {
            for (String word : words) {
                if (instance.process().said(word)) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<ChildProcess> processes() {
        List<ChildProcess> all = new ArrayList<>(brokers.processes());
        instances.forEach(instance -> all.add(instance.process()));
        return all;
    }

    private String lastWords() {
        return processes().stream().map(process -> process.lastWords(15)).collect(Collectors.joining("\n"));
    }

    /** Keeps the output of every process, the stacks of those that live at its end. */
    void keepTraces(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        for (ChildProcess process : processes()) {
            process.dumpThreads();
            Files.copy(
                    process.log(), directory.resolve(process.log().getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            for (Instance instance : instances) {
                instance.kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wire.close();
        brokers.close();
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
