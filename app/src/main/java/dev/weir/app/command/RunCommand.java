package dev.weir.app.command;

import dev.weir.app.config.WeirConfig;
import dev.weir.app.run.Role;
import dev.weir.app.run.Session;
import dev.weir.app.run.StorageDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir run}: the roles of this process, until it is told to stop. */
@Command(name = "run", description = "Runs the roles of this process until it is stopped.")
final class RunCommand implements Callable<Integer> {

    private static final Duration START = Duration.ofMinutes(10);

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(
            names = "--role",
            defaultValue = "ALL",
            paramLabel = "topology|judge|alerting|all",
            description = "what this process does; all runs Kafka inside the process when no cluster is configured")
    private Role role = Role.ALL;

    private final Terminal terminal;

    RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        WeirConfig config = common.load(terminal).config();
        if (role != Role.ALL && config.kafka().embedded()) {
            throw new UsageException("kafka.bootstrap_servers = : expected host:port of the cluster, because a single"
                    + " role shares it with others (WEIR_KAFKA_BOOTSTRAP_SERVERS or --set)");
        }
        Path storage = Path.of(config.storage().directory());
        StorageDirectory.own(storage);
        Logging.toFile(storage, common.verbose);
        try (StopSignal stop = new StopSignal();
                Session session = Session.open(config, role.single(), ConsoleLines.on(System.out, terminal))) {
            Addresses.lines(config, session.kafkaServers(), session.url()).forEach(terminal.err()::println);
            terminal.err().println("weir: starting; stop with Ctrl-C");
            session.awaitRunning(START);
            terminal.err().println("weir: running at " + session.url() + ", Kafka at " + session.kafkaServers());
            stop.await();
        }
        return CommandLines.DONE;
    }
}
