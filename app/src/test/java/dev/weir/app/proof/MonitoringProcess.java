package dev.weir.app.proof;

import dev.weir.app.config.HttpConfig;
import dev.weir.app.config.HttpLimits;
import dev.weir.app.http.Health;
import dev.weir.app.http.HttpPeers;
import dev.weir.app.http.HttpServer;
import dev.weir.app.run.RocksDbMemory;
import dev.weir.app.run.StreamsRun;
import dev.weir.app.run.StreamsSettings;
import dev.weir.app.run.StreamsSettings.StoreCommits;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.schemas.registry.SchemaRegistry;
import dev.weir.topology.MonitoringConfig;
import dev.weir.topology.MonitoringTopology;
import dev.weir.topology.RuleDemands;
import dev.weir.topology.ingest.ProgressTrackingClients;
import dev.weir.topology.price.PriceBook;
import dev.weir.topology.price.PriceBooks;
import dev.weir.topology.query.Queries;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.streams.GroupProtocol;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.LoggerFactory;

/**
 * The measuring topology as a process of its own, to be killed, with an HTTP server that answers for it. It ends in
 * order on SIGTERM, and at once when its standard input ends, so that it never outlives the test that started it.
 */
final class MonitoringProcess {

    static final String APPLICATION = "weir-proof";
    static final int PARTITIONS = 4;
    private static final String HOST = "127.0.0.1";

    private MonitoringProcess() {}

    /** @param args a {@link Launch} as {@code key=value} */
    public static void main(String[] args) throws IOException {
        Launch launch = Launch.fromArguments(List.of(args));
        // For as long as the process lives.
        RocksDbMemory memory = RocksDbMemory.ofMegabytes(launch.setting().rocksDbMegabytes());
        Properties settings = settings(launch).toProperties(memory);
        ProgressTrackingClients clients = new ProgressTrackingClients(Clock.systemUTC());
        clients.track(settings);
        MonitoringTopology measuring =
                measuring(launch.setting().config(), new EmbeddedRegistry(), clients, launch.partitions());
        clients.afterCommit(measuring.stores().uncommitted()::committedHere);
        Topology topology = measuring.build(settings);
        StreamsRun run = new StreamsRun(topology, settings, clients, Clock.systemUTC());
        HttpServer http = serve(launch, run, measuring, topology);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            run.close();
            http.close();
        }));
        try {
            run.start();
        } catch (StreamsException e) {
            // Threads of the server would keep a process alive that never does anything.
            LoggerFactory.getLogger(MonitoringProcess.class).error("not started", e);
            Runtime.getRuntime().halt(1);
        }
        while (System.in.read() >= 0) {
            // nothing is ever written
        }
        Runtime.getRuntime().halt(1);
    }

    private static HttpServer serve(Launch launch, StreamsRun run, MonitoringTopology measuring, Topology topology) {
        Queries queries = new Queries(
                run.streams(),
                measuring.stores(),
                run.damaged(),
                new HttpPeers(),
                new HostInfo(HOST, launch.port()),
                launch.partitions(),
                Clock.systemUTC());
        return HttpServer.start(
                new HttpConfig(HOST, launch.port(), "", List.of(), HttpLimits.DEFAULT),
                List.of(
                        new Health(
                                () -> run.isHealthy() ? Map.of() : Map.of("topology", "given up"),
                                Map::of,
                                run::isReady),
                        new ProofRoutes(queries, run, topology.describe().toString())));
    }

    private static StreamsSettings settings(Launch launch) {
        Map<String, String> client = new HashMap<>(launch.shape().client());
        String protocol = client.remove(StreamsConfig.GROUP_PROTOCOL_CONFIG);
        String transactional = client.remove(StreamsConfig.TRANSACTIONAL_STATE_STORES_CONFIG);
        StreamsSettings settings = new StreamsSettings(
                APPLICATION,
                launch.bootstrap(),
                launch.state(),
                HOST + ":" + launch.port(),
                launch.shape().threads(),
                launch.shape().standbys(),
                protocol == null ? GroupProtocol.CLASSIC : GroupProtocol.of(protocol),
                Duration.ofSeconds(1),
                transactional == null
                        ? StoreCommits.DEFAULT
                        : new StoreCommits(
                                Boolean.parseBoolean(transactional), StoreCommits.DEFAULT.mostUncommittedBytes()),
                client);
        return settings.catchingUpInLargeSteps();
    }

    private static MonitoringTopology measuring(
            MonitoringConfig config, SchemaRegistry registry, ProgressTrackingClients clients, int partitions) {
        return new MonitoringTopology(config, new AvroCodec(registry), prices(), RuleDemands.NONE, clients, partitions);
    }

    /** The same application in this process, which no other can ask. */
    static StreamsRun run(String bootstrap, Path state, Rig.Setting setting, int partitions, SchemaRegistry registry) {
        Properties settings = settings(
                        new Launch(bootstrap, state, setting, partitions, 1, new Launch.Shape(2, 0, Map.of())))
                .toProperties();
        ProgressTrackingClients clients = new ProgressTrackingClients(Clock.systemUTC());
        clients.track(settings);
        MonitoringTopology measuring = measuring(setting.config(), registry, clients, partitions);
        clients.afterCommit(measuring.stores().uncommitted()::committedHere);
        return new StreamsRun(measuring.build(settings), settings, clients, Clock.systemUTC());
    }

    private static PriceBook prices() {
        try (InputStream in = Objects.requireNonNull(
                MonitoringProcess.class.getResourceAsStream("/proof/prices.yaml"), "proof/prices.yaml")) {
            return PriceBooks.fromYaml(new InputStreamReader(in, StandardCharsets.UTF_8), "proof");
        } catch (IOException e) {
            throw new UncheckedIOException("reading proof/prices.yaml failed", e);
        }
    }
}
