package dev.weir.app.command;

import dev.weir.app.config.WeirConfig;
import dev.weir.app.kafka.KafkaClients;
import dev.weir.app.run.App;
import dev.weir.app.traffic.ReadCounts;
import dev.weir.app.traffic.RecordedTraffic;
import dev.weir.app.traffic.Rejections;
import dev.weir.app.traffic.ReplayOptions;
import dev.weir.app.traffic.ReplayReport;
import dev.weir.app.traffic.ReplaySpeed;
import dev.weir.app.traffic.SentOffsets;
import dev.weir.schemas.Topics;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.Registries;
import dev.weir.schemas.registry.SchemaRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir replay}: files onto a topic of a running cluster. */
@Command(
        name = "replay",
        description = {
            "Writes the events of files to a topic, at their own pace or another, shifted to now for a live topic. At"
                    + " another speed the time between events shrinks or grows with it, so that none is ahead of the clock.",
            "Exit code 3: some lines or events were rejected, here or by the instance that reads the topic."
        })
final class ReplayCommand implements Callable<Integer> {

    private static final Duration CONNECT = Duration.ofSeconds(3);

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final TraceOptions traces = new TraceOptions();

    @Option(names = "--speed", defaultValue = "1", paramLabel = "N|max", description = "times real time")
    private ReplaySpeed speed = ReplaySpeed.REAL_TIME;

    @Option(names = "--to", paramLabel = "TOPIC", description = "topic to write to; default weir.traces")
    private String topic = Topics.TRACES.name();

    @Option(
            names = "--recorded",
            description = "keeps the recorded times and ends every partition; the topic must be a recorded one")
    private boolean recorded;

    @Option(
            names = "--wait",
            defaultValue = "30s",
            paramLabel = "TIME",
            description = "longest wait for the instance to read what was sent, to say what it rejected; 0: not asked")
    private Duration patience = Duration.ofSeconds(30);

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
        try (StopSignal stop = new StopSignal();
                SchemaRegistry registry = Registries.open(config.registry());
                RecordedTraffic traffic = traces.open(terminal, config)) {
            String servers = config.kafka().bootstrapServers();
            KafkaClients.requireReachable(servers, CONNECT);
            Map<String, Object> client = KafkaClients.settings(config.kafka(), servers);
            try (Rejections rejections = new Rejections(client, App.TOPOLOGY)) {
                SentOffsets sent = new SentOffsets();
                ReplayReport report = send(client, new AvroCodec(registry), traffic, sent);
                return report(traffic.counts(), report, rejected(rejections, sent));
            }
        }
    }

    private ReplayReport send(Map<String, Object> client, AvroCodec codec, RecordedTraffic traffic, SentOffsets offsets)
            throws InterruptedException {
        ReplayOptions options = ReplayOptions.DEFAULT.withSpeed(speed).withEndMarker(recorded);
        try (Progress progress = new Progress(terminal, "weir: sent")) {
            return Recording.replay(
                    client,
                    codec,
                    topic,
                    traffic,
                    recorded ? options : options.withShiftTo(Instant.now()),
                    offsets,
                    (sent, arrival) -> progress.to(sent, traffic.share()));
        }
    }

    /** Events by reason of their rejection; null when nobody asked or nobody knows. */
    private @Nullable SortedMap<String, Long> rejected(Rejections rejections, SentOffsets sent)
            throws InterruptedException {
        if (patience.isZero()) {
            return null;
        }
        Optional<SortedMap<String, Long>> rejected = rejections.of(topic, sent, patience);
        if (rejected.isEmpty()) {
            terminal.err()
                    .println("weir: no instance has read topic " + topic
                            + " to the end of what was sent; what it rejects" + " is not known (--wait)");
        }
        return rejected.orElse(null);
    }

    private int report(ReadCounts counts, ReplayReport report, @Nullable SortedMap<String, Long> rejected) {
        TraceOptions.printMalformed(terminal, counts);
        if (rejected != null && !rejected.isEmpty()) {
            terminal.err()
                    .println("weir: rejected, by reason: " + rejected.toString().replaceAll("[{}]", ""));
        }
        long ofInstance = rejected == null
                ? 0
                : rejected.values().stream().mapToLong(Long::longValue).sum();
        terminal.out()
                .println("read %d, sent %d, ignored %d, malformed %d, too large %d, rejected %s"
                        .formatted(
                                counts.read(),
                                report.sent(),
                                counts.ignored(),
                                counts.malformed(),
                                report.refused(),
                                rejected == null ? "unknown" : ofInstance));
        return counts.malformed() + report.refused() + ofInstance > 0 ? CommandLines.INPUT_REJECTED : CommandLines.DONE;
    }
}
