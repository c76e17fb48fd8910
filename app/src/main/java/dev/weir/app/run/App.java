package dev.weir.app.run;

import dev.weir.alerting.AlertingMetrics;
import dev.weir.alerting.AlertingTopology;
import dev.weir.alerting.notify.NotificationLoop;
import dev.weir.alerting.notify.Notifier;
import dev.weir.alerting.notify.Notifiers;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.http.HttpPeers;
import dev.weir.app.kafka.KafkaClients;
import dev.weir.judge.JudgeWorker;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.schemas.registry.Registries;
import dev.weir.schemas.registry.SchemaRegistry;
import dev.weir.schemas.supervision.PartHealth;
import dev.weir.schemas.supervision.SupervisedLoop;
import dev.weir.topology.MonitoringConfig.ArrivalClock;
import dev.weir.topology.MonitoringTopology;
import dev.weir.topology.ingest.ProgressTrackingClients;
import dev.weir.topology.query.Queries;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * One process of Weir: the roles it was given, on one Kafka cluster. {@link #start} creates and verifies the topics and
 * starts what the roles need; {@link #close} ends it all, readers before writers, and leaves the cluster alone.
 */
public final class App implements AutoCloseable {

    /** Application id of the measuring role. */
    public static final String TOPOLOGY = "weir-topology";
    /** Application id of the alerting role. */
    public static final String ALERTING = "weir-alerting";

    private final WeirConfig config;
    private final Set<Role> roles;
    private final Inputs inputs;
    private final String bootstrapServers;
    private final PrintStream console;
    private final MeterRegistry meters;
    private final SchemaRegistry registry;
    private final AvroCodec codec;
    private final RocksDbMemory memory;
    private final List<AutoCloseable> running = new ArrayList<>();
    private final Parts parts = new Parts();
    // Written by the thread that starts the roles, read by those of the HTTP server, which answers before they run.
    private volatile @Nullable StreamsRun measuring;
    private volatile @Nullable StreamsRun alerting;
    private volatile @Nullable JudgeWorker judging;
    private volatile @Nullable AlertView alerts;
    private volatile @Nullable Queries queries;
    private volatile boolean started;

    /**
     * @param config without problems
     * @param bootstrapServers of the cluster, the embedded one or the configured one
     * @param console where alerts are printed
     */
    public App(
            WeirConfig config,
            Set<Role> roles,
            Inputs inputs,
            String bootstrapServers,
            PrintStream console,
            MeterRegistry meters) {
        this.config = config;
        this.roles = Set.copyOf(roles);
        this.inputs = inputs;
        this.bootstrapServers = bootstrapServers;
        this.console = console;
        this.meters = meters;
        this.registry = Registries.open(config.registry());
        this.codec = new AvroCodec(registry);
        this.memory = RocksDbMemory.ofMegabytes(config.storage().rocksdbMemoryMb());
        memory.bindTo(meters);
    }

    /**
     * Creates and verifies the topics, then starts every role. Returns before the roles are ready.
     *
     * @param self where other instances reach this one's HTTP server
     */
    public void start(HostInfo self) {
        try (Admin admin = Admin.create(clientSettings())) {
            ClusterSetup.prepare(admin, config, List.of(TOPOLOGY, ALERTING));
        }
        AlertView view = new AlertView(clientSettings(), codec);
        alerts = view;
        supervise(view.loop());
        if (roles.contains(Role.TOPOLOGY)) {
            startMeasuring(self);
        }
        if (roles.contains(Role.ALERTING)) {
            startAlerting();
        }
        if (roles.contains(Role.JUDGE)) {
            startJudging();
        }
        started = true;
    }

    private void startMeasuring(HostInfo self) {
        ProgressTrackingClients clients = new ProgressTrackingClients(Clock.systemUTC());
        StreamsSettings promptly =
                StreamsSettings.of(config, TOPOLOGY, bootstrapServers, self.host() + ":" + self.port());
        boolean live = config.topology().clock() == ArrivalClock.LIVE;
        Properties settings = (live ? promptly.catchingUpInLargeSteps() : promptly).toProperties(memory);
        clients.track(settings);
        MonitoringTopology topology = new MonitoringTopology(
                config.topology(),
                codec,
                inputs.prices().prices(),
                Demands.of(inputs.rules()),
                clients,
                config.topics().partitions());
        clients.afterCommit(topology.stores().uncommitted()::committedHere);
        StreamsRun run = new StreamsRun(topology.build(settings), settings, clients, Clock.systemUTC());
        measuring = run;
        Queries answers = new Queries(
                run.streams(),
                topology.stores(),
                run.damaged(),
                new HttpPeers(),
                self,
                config.topics().partitions(),
                Clock.systemUTC());
        launch("topology", run, TOPOLOGY);
        queries = answers;
        running.add(answers);
        parts.add(answers.loop());
        new PriceWatch(inputs.prices(), config.files().pricesReload(), meters)
                .loop()
                .ifPresent(this::supervise);
        supervise(new ConservationMeters(answers::countersHere, meters).loop());
    }

    private void startAlerting() {
        Properties settings =
                StreamsSettings.of(config, ALERTING, bootstrapServers, "").toProperties(memory);
        StreamsRun run = new StreamsRun(
                AlertingTopology.build(
                        config.alerting(),
                        inputs.rules(),
                        codec,
                        new AlertingMetrics(meters),
                        config.topology().clock() == ArrivalClock.LIVE
                                ? AlertingTopology.Clock.LIVE
                                : AlertingTopology.Clock.RECORDED,
                        new StreamsConfig(settings)),
                settings,
                new DefaultKafkaClientSupplier(),
                Clock.systemUTC());
        alerting = run;
        launch("alerting", run, ALERTING);
        for (Notifier notifier : Notifiers.of(config.alerting().delivery(), console, Clock.systemUTC())) {
            startNotifying(notifier);
        }
        if (!config.files().rules().isEmpty()) {
            supervise(new RulesWatch(Path.of(config.files().rules()), inputs.rulesText()).loop());
        }
    }

    private void startNotifying(Notifier notifier) {
        Map<String, Object> settings = clientSettings();
        settings.putAll(NotificationLoop.consumerSettings(notifier, ALERTING));
        supervise(NotificationLoop.of(
                () -> new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer()),
                codec,
                notifier,
                config.alerting().delivery(),
                meters,
                Clock.systemUTC()));
    }

    private void supervise(SupervisedLoop loop) {
        parts.add(loop);
        running.add(loop);
        loop.start();
    }

    private void launch(String role, StreamsRun run, String application) {
        parts.add(() -> Map.of(role, run.health()));
        parts.add(run.watching());
        KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(run.streams());
        metrics.bindTo(meters);
        running.add(metrics);
        run.bindTo(meters, application);
        running.add(run);
        run.start();
    }

    private void startJudging() {
        JudgeWorker worker = new JudgeWorker(config.judge(), clientSettings(), codec, meters);
        judging = worker;
        parts.add(worker::health);
        running.add(worker);
        worker.start();
    }

    /** Settings of every plain Kafka client of this process. */
    public Map<String, Object> clientSettings() {
        return KafkaClients.settings(config.kafka(), bootstrapServers);
    }

    public AvroCodec codec() {
        return codec;
    }

    /** The registry this process serves itself; empty when it uses another one. */
    public Optional<EmbeddedRegistry> servedRegistry() {
        return registry instanceof EmbeddedRegistry embedded ? Optional.of(embedded) : Optional.empty();
    }

    /** Answers about windows; empty before the start and when this process does not measure. */
    public Optional<Queries> queries() {
        return Optional.ofNullable(queries);
    }

    /** Whether this process has the role that answers about windows. */
    public boolean measures() {
        return roles.contains(Role.TOPOLOGY);
    }

    /** Alerts of the whole application; empty before the start. */
    public Optional<AlertView> alerts() {
        return Optional.ofNullable(alerts);
    }

    public Optional<JudgeWorker> judging() {
        return Optional.ofNullable(judging);
    }

    /** Completes when every Kafka Streams role is running for the first time. */
    public CompletableFuture<Void> allRunning() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        streams().forEach(run -> all.add(run.running()));
        alerts().ifPresent(view -> all.add(view.caughtUp()));
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
    }

    /** What {@link #allRunning} waits for, and what is wrong, in words. */
    public String waitingFor() {
        return String.join(", ", parts.troubles());
    }

    private List<StreamsRun> streams() {
        return Stream.of(Optional.ofNullable(measuring), Optional.ofNullable(alerting))
                .flatMap(Optional::stream)
                .toList();
    }

    /** What has given up, by part; empty when nothing has. */
    public Map<String, String> problems() {
        return parts.in(PartHealth.State.DOWN);
    }

    /** What waits or leaves something undone and goes on by itself, by part; empty when all is well. */
    public Map<String, String> warnings() {
        return parts.in(PartHealth.State.DEGRADED);
    }

    /** Whether every role has started and can be asked. */
    public boolean isReady() {
        return started && problems().isEmpty() && streams().stream().allMatch(StreamsRun::isReady);
    }

    @Override
    public void close() {
        parts.stop();
        Collections.reverse(running);
        running.forEach(one -> Utils.closeQuietly(one, one.getClass().getSimpleName()));
        running.clear();
        memory.close();
        registry.close();
    }
}
