package dev.weir.app.command;

import dev.weir.alerting.rules.InvalidRulesException;
import dev.weir.app.config.ConfigLoader;
import dev.weir.app.config.ConfigTable;
import dev.weir.app.config.KafkaConfig;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.run.Bounds;
import dev.weir.app.run.Inputs;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code weir config}: the configuration in effect and where each value comes from, secrets hidden, and what it can cost at
 * most on disk and in memory.
 */
@Command(name = "config", description = "Prints the configuration in effect, secrets hidden.")
final class ConfigCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--markdown", description = "all keys with default, variable and meaning, as a table")
    private boolean markdown;

    private final Terminal terminal;

    ConfigCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InvalidRulesException {
        ConfigLoader.Loaded<WeirConfig> loaded = common.load(terminal);
        terminal.out().print(markdown ? ConfigTable.markdown(loaded.rows()) : ConfigTable.plain(loaded.rows()));
        if (!markdown) {
            addresses(loaded.config()).forEach(line -> terminal.out().println("# " + line));
            Bounds.lines(loaded.config(), Inputs.rules(loaded.config().files()))
                    .forEach(line -> terminal.out().println("# " + line));
        }
        terminal.out().flush();
        return CommandLines.DONE;
    }

    /** Where {@code weir run} is reached with this configuration. */
    private static List<String> addresses(WeirConfig config) {
        KafkaConfig kafka = config.kafka();
        String servers = kafka.embedded() ? "127.0.0.1:" + port(kafka.embeddedPort()) : kafka.bootstrapServers();
        return Addresses.lines(
                config,
                servers,
                "http://" + config.http().host() + ":" + port(config.http().port()));
    }

    private static String port(int port) {
        return port == 0 ? "(any free port)" : String.valueOf(port);
    }
}
