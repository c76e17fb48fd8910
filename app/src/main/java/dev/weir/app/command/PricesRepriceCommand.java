package dev.weir.app.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.app.config.KafkaConfig;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.kafka.KafkaClients;
import dev.weir.app.run.Inputs;
import dev.weir.app.run.Repricer;
import dev.weir.schemas.Tile;
import dev.weir.schemas.Topics;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.Registries;
import dev.weir.schemas.registry.SchemaRegistry;
import dev.weir.topology.Repricing;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir prices reprice}: closed windows under the prices of now. */
@Command(
        name = "reprice",
        description = {
            "Counts whole hours once more from the source topics, under the prices of now, and lets their windows say"
                    + " that: they are published as revisions. A window that is not of the same calls stays as it is.",
            "Without this, a new price alters nothing that was counted."
        })
final class PricesRepriceCommand implements Callable<Integer> {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--from", required = true, paramLabel = "TIME", description = "first hour, 2026-11-21T08:00:00Z")
    private String from = "";

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "end of the last hour; default the last one that is closed")
    private @Nullable String to;

    @Option(names = "--dry-run", description = "says what would change and changes nothing")
    private boolean dryRun;

    @Option(names = "--url", paramLabel = "URL", description = "root of the instance; default from the configuration")
    private @Nullable String url;

    @Option(names = "--json", description = "one JSON object an hour")
    private boolean json;

    private final Terminal terminal;

    PricesRepriceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        WeirConfig config = common.load(terminal).config();
        Instant end = end(config);
        Instant hour =
                Instant.ofEpochMilli(Tile.HOUR.startOf(time("--from", from).toEpochMilli()));
        if (!hour.isBefore(end)) {
            throw new UsageException("--from = " + from + ": expected an hour that ended before " + end);
        }
        Instance instance = new Instance(url, config);
        KafkaClients.requireReachable(bootstrapServers(config.kafka()), CONNECT);
        boolean whole = true;
        try (SchemaRegistry registry = Registries.open(config.registry());
                Repricer repricer = new Repricer(
                        config,
                        Inputs.read(config.files()),
                        new AvroCodec(registry),
                        KafkaClients.settings(config.kafka(), bootstrapServers(config.kafka())))) {
            for (; hour.isBefore(end); hour = hour.plus(Tile.HOUR.length())) {
                whole &= reprice(repricer, hour, new PricedHour(instance, hour));
            }
        }
        return whole ? CommandLines.DONE : CommandLines.FAILED;
    }

    private Instant end(WeirConfig config) {
        Instant closed = Instant.now().minus(config.topology().grace()).truncatedTo(ChronoUnit.HOURS);
        if (to == null) {
            return closed;
        }
        Instant end = time("--to", to);
        if (!end.equals(end.truncatedTo(ChronoUnit.HOURS)) || end.isAfter(closed)) {
            throw new UsageException("--to = " + to + ": expected a full hour, " + closed + " at the latest");
        }
        return end;
    }

    private static Instant time(String option, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new UsageException(option + " = " + text + ": expected a time such as 2026-11-21T08:00:00Z");
        }
    }

    private static String bootstrapServers(KafkaConfig kafka) {
        if (!kafka.embedded()) {
            return kafka.bootstrapServers();
        }
        if (kafka.embeddedPort() == 0) {
            throw new UsageException("kafka.embedded_port = 0: expected the port of the running instance's Kafka");
        }
        return "127.0.0.1:" + kafka.embeddedPort();
    }

    private boolean reprice(Repricer repricer, Instant hour, PricedHour held) throws InterruptedException {
        PricedHour.State before = held.ask();
        Repricing repricing = repricer.recount(hour);
        PricedHour.State counted = PricedHour.of(repricing.series());
        Map<String, Integer> sent = dryRun ? Map.of() : repricer.send(repricing);
        PricedHour.State after = dryRun ? before : held.await(counted, PATIENCE);
        long same = after.same(counted);
        print(hour, before, counted, after, sent);
        return dryRun || same == after.series();
    }

    private void print(
            Instant hour,
            PricedHour.State before,
            PricedHour.State counted,
            PricedHour.State after,
            Map<String, Integer> sent) {
        ObjectNode line = JsonNodeFactory.instance
                .objectNode()
                .put("hour", hour.toString())
                .put("calls", before.calls())
                .put("calls_found", counted.calls())
                .put("cost_usd_before", before.costUsd())
                .put("cost_usd_found", counted.costUsd())
                .put("cost_usd", after.costUsd())
                .put("unpriced_calls", after.unpricedCalls())
                .put("series", after.series())
                .put("series_as_found", after.same(counted))
                .put("series_windows_sent", sent.getOrDefault(Topics.SERIES_RESTATEMENTS.name(), 0))
                .put("spend_windows_sent", sent.getOrDefault(Topics.SPEND_RESTATEMENTS.name(), 0));
        if (json) {
            terminal.out().println(line);
            return;
        }
        terminal.out()
                .println("%s  calls %s, found %s  cost %s USD, %s %s  series %s, %s as found"
                        .formatted(
                                hour,
                                line.path("calls"),
                                line.path("calls_found"),
                                before.costUsd().toPlainString(),
                                dryRun ? "would be" : "now",
                                (dryRun ? counted : after).costUsd().toPlainString(),
                                line.path("series"),
                                line.path("series_as_found")));
        after.others(counted)
                .limit(20)
                .forEach(other -> terminal.err()
                        .println("weir: " + hour + " " + other + ": not of the calls that were found, left as it is"));
    }
}
