package dev.weir.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.embedded.EmbeddedKafka;
import dev.weir.app.run.Drain;
import dev.weir.app.run.Role;
import dev.weir.app.run.Session;
import dev.weir.app.traffic.Arrival;
import dev.weir.app.traffic.GeneratedTraffic;
import dev.weir.app.traffic.ProductionFigures;
import dev.weir.app.traffic.ReadCounts;
import dev.weir.app.traffic.ReadOptions;
import dev.weir.app.traffic.RecordedTraffic;
import dev.weir.app.traffic.Regression;
import dev.weir.app.traffic.ReplayOptions;
import dev.weir.app.traffic.ReplaySpeed;
import dev.weir.app.traffic.TimeRange;
import dev.weir.schemas.Tile;
import dev.weir.schemas.text.Durations;
import dev.weir.topology.MonitoringConfig.ArrivalClock;
import dev.weir.topology.query.Queries;
import dev.weir.topology.query.Question;
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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
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

    private static final Duration START = Duration.ofMinutes(10);
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
            description = "traffic to generate, such as 150m; at least 1m")
    private Duration duration = Duration.ofMinutes(150);

    @Option(names = "--speed", defaultValue = "120", paramLabel = "N|max", description = "times real time")
    private ReplaySpeed speed = new ReplaySpeed(120);

    @Option(names = "--exit-when-done", description = "ends when the traffic has gone through, instead of serving on")
    private boolean exitWhenDone;

    private final Terminal terminal;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new UsageException(
                    "--duration = " + Durations.format(duration) + ": expected a minute or more, such as 150m");
        }
        common.refuse("demo", Recording.DECIDED);
        try (StopSignal stop = new StopSignal();
                Recording recording = Recording.inTemporaryDirectory(terminal)) {
            WeirConfig loaded = common.load(terminal).config();
            WeirConfig config = recording.configure(
                    judgingMore(loaded),
                    ArrivalClock.RECORDED,
                    EmbeddedKafka.freePortOrAny(loaded.kafka().embeddedPort()),
                    loaded.http().port());
            try (Traffic traffic = traffic();
                    Session session = Session.open(config, Role.ALL.single(), ConsoleLines.on(System.out, terminal))) {
                Addresses.lines(config, session.kafkaServers(), session.url()).forEach(terminal.err()::println);
                session.awaitRunning(START);
                run(config, session, traffic);
                int code = show(session, traffic);
                if (exitWhenDone) {
                    return code;
                }
                terminal.out().println("serving on; stop with Ctrl-C");
                terminal.out().flush();
                stop.await();
                return code;
            }
        }
    }

    private void run(WeirConfig config, Session session, Traffic traffic) throws InterruptedException {
        try (Progress progress = new Progress(terminal, "weir: calls")) {
            Recording.replay(
                    session.app(),
                    traffic.arrivals(),
                    ReplayOptions.DEFAULT.withSpeed(speed),
                    (sent, arrival) -> progress.to(sent, traffic.share().applyAsDouble(arrival)));
        }
        try (Progress progress = new Progress(terminal, "weir: finishing")) {
            new Drain(
                            session.app(),
                            config.topics().partitions(),
                            config.judge().evaluators().size())
                    .await(DRAIN, progress::say);
        }
    }

    /** Where nothing else is configured, enough calls are judged that a minute of one route says something. */
    private static WeirConfig judgingMore(WeirConfig config) {
        SamplingConfig sampling = config.topology().sampling();
        return sampling.equals(SamplingConfig.DEFAULT)
                ? config.withTopology(config.topology().withSampling(sampling.withBaseRate(JUDGED_SHARE)))
                : config;
    }

    /** Arrivals, how far they have come by one of them, what was injected into them, and malformed lines so far. */
    private record Traffic(
            Iterator<Arrival> arrivals,
            ToDoubleFunction<Instant> share,
            @Nullable Regression regression,
            Supplier<Optional<ReadCounts>> counts,
            Closeable source)
            implements Closeable {
        @Override
        public void close() throws IOException {
            source.close();
        }
    }

    private Traffic traffic() throws IOException {
        ProductionFigures figures = ProductionFigures.load();
        if (trace != null) {
            RecordedTraffic recorded =
                    RecordedTraffic.completed(List.of(terminal.readable(trace)), ReadOptions.DEFAULT, figures);
            return new Traffic(
                    recorded,
                    arrival -> recorded.share(),
                    recorded.regression().orElse(null),
                    () -> Optional.of(recorded.counts()),
                    recorded);
        }
        Instant end = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        GeneratedTraffic generated = new GeneratedTraffic(seed, figures, new TimeRange(end.minus(duration), end));
        return new Traffic(generated, generated::share, generated.regression(), Optional::empty, () -> {});
    }

    private int show(Session session, Traffic traffic) throws InterruptedException {
        Tables tables = new Tables(terminal);
        PrintWriter out = terminal.out();
        Results results = Results.read(session.app(), Tile.MINUTE);
        long malformed = traffic.counts().get().map(ReadCounts::malformed).orElse(0L);
        traffic.counts().get().ifPresent(counts -> TraceOptions.printMalformed(terminal, counts));
        Queries queries = session.app().queries().orElseThrow();
        ObjectNode summary = results.summary(
                Drain.counters(session.app(), Results.LONGEST_WAIT).toJson(), malformed);
        out.println();
        if (results.windows().isEmpty()) {
            tables.summary(summary);
            return Results.code(summary);
        }
        Instant first = Instant.parse(results.windows().get(0).path("start").asText());
        Instant last = Instant.parse(
                results.windows().get(results.windows().size() - 1).path("end").asText());
        Duration step = step(first, last);
        tables.windows(
                queries.windows(Question.ofSeries(Map.of(), first.toEpochMilli(), last.toEpochMilli(), step.toMillis()))
                        .objects());
        out.println();
        Regression regression = traffic.regression();
        if (regression != null) {
            TextTable.wrapped("injected: " + regression.describe(), "  ", terminal.width())
                    .forEach(out::println);
        }
        out.println(results.alerts().isEmpty() ? "no alerts" : "alerts:");
        tables.alerts(results.alerts());
        out.println();
        tables.summary(summary);
        String range = "from=" + first + "&to=" + last;
        out.println("ask:");
        out.println("  curl '" + session.url() + "/api/v1/windows?" + range + "&step=" + step.toMinutes() + "m'");
        out.println("  curl '" + session.url() + "/api/v1/spend?by=user&limit=5&" + range + "'");
        out.println("  curl '" + session.url() + "/api/v1/alerts/history'");
        out.flush();
        return Results.code(summary);
    }

    /** About three windows a series. */
    private static Duration step(Instant first, Instant last) {
        return Duration.ofMinutes(Math.max(1, Duration.between(first, last).toMinutes() / 3));
    }
}
