package dev.weir.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.alerting.AlertingConfig;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.run.Drain;
import dev.weir.app.run.Role;
import dev.weir.app.run.Session;
import dev.weir.app.traffic.ReadCounts;
import dev.weir.app.traffic.ReadOptions;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir analyze}: files through the very same topology, to the end, and what came of it. */
@Command(
        name = "analyze",
        description =
                "Reads files to their end through the topology, on a Kafka of its own, and prints windows and alerts.")
final class AnalyzeCommand implements Callable<Integer> {

    private static final Duration START = Duration.ofSeconds(120);

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "JSON lines of trace events or a published CSV; .gz allowed")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--rules", paramLabel = "FILE", description = "alerting rules; without it the bundled ones")
    private @Nullable Path rules;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Option(names = "--tile", defaultValue = "MINUTE", paramLabel = "minute|hour|day", description = "windows to print")
    private Tile tile = Tile.MINUTE;

    @Option(names = "--model", paramLabel = "MODEL", description = "model of files that name none; default gpt-4o")
    private @Nullable String model;

    @Option(
            names = "--route",
            paramLabel = "ROUTE",
            description = "route of files that name none; default the file name")
    private @Nullable String route;

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
        try (StopSignal stop = new StopSignal();
                Recording recording = Recording.inTemporaryDirectory()) {
            WeirConfig config = quiet(recording.configure(common.load(terminal).config(), ArrivalClock.ANALYSIS, 0));
            try (RecordedTraffic traffic = RecordedTraffic.open(paths(), options(config));
                    Session session = Session.open(config, Role.ALL.single(), nowhere())) {
                session.awaitRunning(START);
                ReplayReport report;
                try (Progress progress = new Progress(terminal, "weir: reading", 0)) {
                    report = Recording.replay(session.app(), traffic, ReplayOptions.DEFAULT, progress);
                }
                if (report.sent() > 0) {
                    new Drain(
                                    session.app(),
                                    config.topics().partitions(),
                                    config.judge().evaluators().size())
                            .await(Duration.ofMinutes(timeoutMinutes));
                }
                print(session, traffic.counts());
            }
        }
        return CommandLines.DONE;
    }

    private List<Path> paths() {
        return files.stream().map(terminal::readable).toList();
    }

    private ReadOptions options(WeirConfig config) {
        ReadOptions options =
                ReadOptions.DEFAULT.withMapping(config.topology().sources().mapping());
        if (model != null) {
            options = options.withModel(model);
        }
        return route == null ? options : options.withRoute(route);
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

    private void print(Session session, ReadCounts counts) {
        counts.firstMalformed()
                .forEach(bad ->
                        terminal.err().println("weir: " + bad.file() + ":" + bad.lineNumber() + ": " + bad.message()));
        Results results = Results.read(session.app(), tile);
        ObjectNode summary =
                results.summary(session.app().queries().orElseThrow().counters(), counts.malformed());
        if (json) {
            results.windows().forEach(terminal.out()::println);
            results.alerts().forEach(terminal.out()::println);
            terminal.out().println(summary);
            return;
        }
        Tables.windows(terminal.out(), results.windows());
        terminal.out().println();
        Tables.alerts(terminal.out(), results.alerts());
        terminal.out().println();
        terminal.out()
                .println("read %s, counted %s, rejected %s, revised %s, unpriced %s, windows %s, alert transitions %s"
                        .formatted(
                                summary.path("read"),
                                summary.path("counted"),
                                summary.path("rejected"),
                                summary.path("revised"),
                                summary.path("unpriced_calls"),
                                summary.path("windows"),
                                summary.path("alerts")));
    }
}
