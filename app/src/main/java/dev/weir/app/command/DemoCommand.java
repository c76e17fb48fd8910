package dev.weir.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.run.Drain;
import dev.weir.app.run.Role;
import dev.weir.app.run.Session;
import dev.weir.app.traffic.Arrival;
import dev.weir.app.traffic.GeneratedTraffic;
import dev.weir.app.traffic.ProductionFigures;
import dev.weir.app.traffic.ReadOptions;
import dev.weir.app.traffic.RecordedTraffic;
import dev.weir.app.traffic.Regression;
import dev.weir.app.traffic.ReplayOptions;
import dev.weir.app.traffic.ReplaySpeed;
import dev.weir.app.traffic.TimeRange;
import dev.weir.schemas.Tile;
import dev.weir.topology.MonitoringConfig.ArrivalClock;
import dev.weir.topology.sampling.SamplingConfig;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir demo}: traffic as production has it, through everything, with a regression half-way. */
@Command(
        name = "demo",
        description =
                "Runs everything in this process on generated traffic, or on a published trace, and shows what comes of it.")
final class DemoCommand implements Callable<Integer> {

    private static final Duration START = Duration.ofSeconds(120);
    private static final double JUDGED_SHARE = 0.25;
    private static final Duration DRAIN = Duration.ofMinutes(10);

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--trace", paramLabel = "FILE", description = "a published trace instead of generated traffic")
    private @Nullable Path trace;

    @Option(names = "--seed", defaultValue = "42", description = "seed of the generated traffic")
    private long seed = 42;

    @Option(
            names = "--duration",
            defaultValue = "150m",
            paramLabel = "TIME",
            description = "traffic to generate, such as 150m")
    private String duration = "150m";

    @Option(names = "--speed", defaultValue = "120", paramLabel = "N|max", description = "times real time")
    private String speed = "120";

    @Option(names = "--exit-when-done", description = "ends when the traffic has gone through, instead of serving on")
    private boolean exitWhenDone;

    private final Terminal terminal;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        ReplaySpeed times = parse(() -> ReplaySpeed.parse(speed), "--speed = " + speed);
        Duration length = parse(() -> Duration.parse("PT" + duration), "--duration = " + duration);
        try (StopSignal stop = new StopSignal();
                Recording recording = Recording.inTemporaryDirectory()) {
            WeirConfig loaded = common.load(terminal).config();
            WeirConfig config = recording.configure(
                    judgingMore(loaded), ArrivalClock.RECORDED, loaded.http().port());
            try (Traffic traffic = traffic(length);
                    Session session = Session.open(config, Role.ALL.single(), System.out)) {
                terminal.err().println("weir: " + session.url() + " answers while the traffic flows");
                session.awaitRunning(START);
                try (Progress progress = new Progress(terminal, "weir: calls", 0)) {
                    Recording.replay(
                            session.app(), traffic.arrivals(), ReplayOptions.DEFAULT.withSpeed(times), progress);
                }
                new Drain(
                                session.app(),
                                config.topics().partitions(),
                                config.judge().evaluators().size())
                        .await(DRAIN);
                show(session, traffic);
                if (!exitWhenDone) {
                    terminal.out().println("serving on; stop with Ctrl-C");
                    terminal.out().flush();
                    stop.await();
                }
            }
        }
        return CommandLines.DONE;
    }

    /** Where nothing else is configured, enough calls are judged that a minute of one route says something. */
    private static WeirConfig judgingMore(WeirConfig config) {
        SamplingConfig sampling = config.topology().sampling();
        return sampling.equals(SamplingConfig.DEFAULT)
                ? config.withTopology(config.topology().withSampling(sampling.withBaseRate(JUDGED_SHARE)))
                : config;
    }

    private static <T> T parse(Callable<T> parser, String given) {
        try {
            return parser.call();
        } catch (Exception e) {
            throw new UsageException(given + ": " + e.getMessage());
        }
    }

    /** Arrivals, and what was injected into them. */
    private record Traffic(
            Iterator<Arrival> arrivals, @Nullable Regression regression, Closeable source) implements Closeable {
        @Override
        public void close() throws IOException {
            source.close();
        }
    }

    private Traffic traffic(Duration length) throws IOException {
        ProductionFigures figures = ProductionFigures.load();
        if (trace != null) {
            RecordedTraffic recorded =
                    RecordedTraffic.completed(List.of(terminal.readable(trace)), ReadOptions.DEFAULT, figures);
            return new Traffic(recorded, recorded.regression().orElse(null), recorded);
        }
        Instant end = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        GeneratedTraffic generated = new GeneratedTraffic(seed, figures, new TimeRange(end.minus(length), end));
        return new Traffic(generated, generated.regression(), () -> {});
    }

    private void show(Session session, Traffic traffic) {
        PrintWriter out = terminal.out();
        Results results = Results.read(session.app(), Tile.MINUTE);
        Instant first = Instant.parse(results.windows().get(0).path("start").asText());
        Instant last = Instant.parse(
                results.windows().get(results.windows().size() - 1).path("end").asText());
        Map<String, String> question =
                Map.of("from", first.toString(), "to", last.toString(), "step", step(first, last));
        ObjectNode answer = session.app().queries().orElseThrow().windows(question);
        out.println();
        Tables.windows(out, answer.path("windows"));
        out.println();
        Regression regression = traffic.regression();
        if (regression != null) {
            out.println("injected: " + regression.describe());
        }
        out.println("alerts:");
        Tables.alerts(out, results.alerts());
        ObjectNode summary =
                results.summary(session.app().queries().orElseThrow().counters(), 0);
        out.println();
        out.println("read %s, counted %s, rejected %s, sampled %s, minute windows %s, alert transitions %s"
                .formatted(
                        summary.path("read"),
                        summary.path("counted"),
                        summary.path("rejected"),
                        summary.path("sampled"),
                        summary.path("windows"),
                        summary.path("alerts")));
        out.println("ask:  curl '" + session.url() + "/api/v1/windows?from=" + first + "&to=" + last + "&step="
                + step(first, last) + "'");
        out.println("      curl '" + session.url() + "/api/v1/spend?by=user&limit=5&from=" + first + "&to=" + last
                + "&step=1h'");
        out.println("      curl '" + session.url() + "/api/v1/alerts/history'");
        out.flush();
    }

    /** About three windows a series. */
    private static String step(Instant first, Instant last) {
        long minutes = Math.max(1, Duration.between(first, last).toMinutes() / 3);
        return minutes + "m";
    }
}
