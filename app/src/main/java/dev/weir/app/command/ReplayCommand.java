package dev.weir.app.command;

import dev.weir.app.KafkaClients;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.traffic.ReadCounts;
import dev.weir.app.traffic.ReadOptions;
import dev.weir.app.traffic.RecordedTraffic;
import dev.weir.app.traffic.ReplayOptions;
import dev.weir.app.traffic.ReplayReport;
import dev.weir.app.traffic.ReplaySpeed;
import dev.weir.schemas.Topics;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.Registries;
import dev.weir.schemas.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir replay}: files onto a topic of a running cluster. */
@Command(
        name = "replay",
        description =
                "Writes the events of files to a topic, at their own pace or faster, shifted to now for a live topic.")
final class ReplayCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "JSON lines of trace events or a published CSV; .gz allowed")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--speed", defaultValue = "1", paramLabel = "N|max", description = "times real time")
    private String speed = "1";

    @Option(names = "--to", paramLabel = "TOPIC", description = "topic to write to; default weir.traces")
    private String topic = Topics.TRACES.name();

    @Option(
            names = "--recorded",
            description = "keeps the recorded times and ends every partition; the topic must be a recorded one")
    private boolean recorded;

    private final Terminal terminal;

    ReplayCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        WeirConfig config = common.load(terminal).config();
        if (config.kafka().embedded()) {
            throw new UsageException("kafka.bootstrap_servers = : expected host:port of the cluster to write to"
                    + " (WEIR_KAFKA_BOOTSTRAP_SERVERS or --set)");
        }
        List<Path> paths = files.stream().map(terminal::readable).toList();
        ReplayOptions options = ReplayOptions.DEFAULT.withSpeed(speed()).withEndMarker(recorded);
        try (StopSignal stop = new StopSignal();
                SchemaRegistry registry = Registries.open(config.registry());
                RecordedTraffic traffic = RecordedTraffic.open(
                        paths,
                        ReadOptions.DEFAULT.withMapping(
                                config.topology().sources().mapping()));
                Progress progress = new Progress(terminal, "weir: sent", 0)) {
            ReplayReport report = Recording.replay(
                    KafkaClients.settings(config.kafka(), config.kafka().bootstrapServers()),
                    new AvroCodec(registry),
                    topic,
                    traffic,
                    recorded ? options : options.withShiftTo(Instant.now()),
                    progress);
            ReadCounts counts = traffic.counts();
            counts.firstMalformed()
                    .forEach(bad -> terminal.err()
                            .println("weir: " + bad.file() + ":" + bad.lineNumber() + ": " + bad.message()));
            terminal.out()
                    .println("read %d, sent %d, ignored %d, malformed %d, too large %d"
                            .formatted(
                                    counts.read(),
                                    report.sent(),
                                    counts.ignored(),
                                    counts.malformed(),
                                    report.refused()));
        }
        return CommandLines.DONE;
    }

    private ReplaySpeed speed() {
        try {
            return ReplaySpeed.parse(speed);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--" + e.getMessage());
        }
    }
}
