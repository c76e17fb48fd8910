package dev.weir.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.alerting.AlertingConfig;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.run.Drain;
import dev.weir.app.run.Role;
import dev.weir.app.run.Session;
import dev.weir.app.traffic.ReadCounts;
import dev.weir.app.traffic.RecordedTraffic;
import dev.weir.app.traffic.ReplayOptions;
import dev.weir.app.traffic.ReplayReport;
import dev.weir.schemas.Tile;
import dev.weir.topology.MonitoringConfig.ArrivalClock;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir analyze}: files through the very same topology, to the end, and what came of it. */
@Command(
        name = "analyze",
        description = {
            "Reads files to their end through the topology, on a Kafka of its own, and prints windows and alerts.",
            "Exit code 3: some lines or events were rejected."
        })
final class AnalyzeCommand implements Callable<Integer> {

    private static final Duration START = Duration.ofMinutes(10);

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final TraceOptions traces = new TraceOptions();

    @Option(names = "--rules", paramLabel = "FILE", description = "alerting rules; without it the bundled ones")
    private @Nullable Path rules;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Option(names = "--tile", defaultValue = "MINUTE", paramLabel = "minute|hour|day", description = "windows to print")
    private Tile tile = Tile.MINUTE;

    @Option(
            names = "--timeout",
            defaultValue = "30",
            paramLabel = "MINUTES",
            description = "longest time to wait for the end")
    private int timeoutMinutes = 30;

    private final Terminal terminal;

    AnalyzeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        common.refuse("analyze", Recording.DECIDED);
        common.refuse("analyze", List.of("kafka.embedded_port", "http.port"));
        try (StopSignal stop = new StopSignal();
                Recording recording = Recording.inTemporaryDirectory(terminal)) {
            WeirConfig config = quiet(recording.configure(common.load(terminal).config(), ArrivalClock.ANALYSIS, 0, 0));
            try (RecordedTraffic traffic = traces.open(terminal, config);
                    Session session = Session.open(config, Role.ALL.single(), nowhere())) {
                session.awaitRunning(START);
                ReplayReport report;
                try (Progress progress = new Progress(terminal, "weir: reading")) {
                    report = Recording.replay(
                            session.app(),
                            traffic,
                            ReplayOptions.DEFAULT,
                            (sent, arrival) -> progress.to(sent, traffic.share()));
                }
                if (report.sent() > 0) {
                    drain(session, config);
                }
                return print(session, traffic.counts(), report);
            }
        }
    }

    private void drain(Session session, WeirConfig config) throws InterruptedException {
        try (Progress progress = new Progress(terminal, "weir: finishing")) {
            new Drain(
                            session.app(),
                            config.topics().partitions(),
                            config.judge().evaluators().size())
                    .await(Duration.ofMinutes(timeoutMinutes), progress::say);
        }
    }

    /** Rules from the command line, and nobody is notified of what happened long ago. */
    private WeirConfig quiet(WeirConfig config) {
        return new WeirConfig(
                config.kafka(),
                config.registry(),
                config.topics(),
                config.topology(),
                config.judge(),
                new AlertingConfig(
                        config.alerting().externalUrl(),
                        config.alerting().delivery().silent()),
                config.http(),
                config.otlp(),
                config.storage(),
                rules == null
                        ? config.files()
                        : config.files().withRules(terminal.readable(rules).toString()));
    }

    private static PrintStream nowhere() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }

    private int print(Session session, ReadCounts counts, ReplayReport report) throws InterruptedException {
        TraceOptions.printMalformed(terminal, counts);
        Results results = Results.read(session.app(), tile);
        ObjectNode summary = results.summary(
                Drain.counters(session.app(), Results.LONGEST_WAIT).toJson(), counts.malformed() + report.refused());
        if (json) {
            results.windows().forEach(terminal.out()::println);
            results.alerts().forEach(terminal.out()::println);
            terminal.out().println(summary);
        } else {
            new Tables(terminal).results(results, summary);
        }
        return Results.code(summary);
    }
}
