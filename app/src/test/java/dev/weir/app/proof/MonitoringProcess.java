package dev.weir.app.proof;

import dev.weir.app.run.StreamsRun;
import dev.weir.app.run.StreamsSettings;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.schemas.registry.SchemaRegistry;
import dev.weir.topology.MonitoringConfig;
import dev.weir.topology.MonitoringTopology;
import dev.weir.topology.enrich.PriceBook;
import dev.weir.topology.enrich.PriceBooks;
import dev.weir.topology.ingest.ProgressTrackingClients;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * The measuring topology as a process of its own, to be killed. It ends when its standard input does, so that it never
 * outlives the test that started it.
 */
final class MonitoringProcess {

    static final String APPLICATION = "weir-proof";
    static final int PARTITIONS = 4;
    private static final int THREADS = 2;

    private MonitoringProcess() {}

    /** @param args bootstrap servers, state directory, and the configuration's name in {@link Rig.Setting} */
    public static void main(String[] args) throws IOException {
        StreamsRun run =
                run(args[0], Path.of(args[1]), Rig.Setting.valueOf(args[2]).config(), new EmbeddedRegistry());
        run.start();
        while (System.in.read() >= 0) {
            // nothing is ever written
        }
        Runtime.getRuntime().halt(1);
    }

    /** The same application in this process. */
    static StreamsRun run(String bootstrap, Path state, MonitoringConfig config, SchemaRegistry registry) {
        Properties settings =
                new StreamsSettings(APPLICATION, bootstrap, state, "127.0.0.1:1", THREADS, 0, Map.of()).toProperties();
        ProgressTrackingClients clients = new ProgressTrackingClients(Clock.systemUTC());
        MonitoringTopology topology =
                new MonitoringTopology(config, new AvroCodec(registry), prices(), List.of(), clients, PARTITIONS);
        return new StreamsRun(topology.build(settings), settings, clients, Clock.systemUTC());
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
