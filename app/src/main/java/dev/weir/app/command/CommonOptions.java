package dev.weir.app.command;

import dev.weir.app.config.ConfigLoader;
import dev.weir.app.config.WeirConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that reads the configuration takes. */
final class CommonOptions {

    private static final String FILE = "weir.yaml";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "configuration file; without it WEIR_CONFIG, else ./" + FILE + " where there is one")
    @Nullable
    Path file;

    @Option(
            names = "--set",
            paramLabel = "SECTION.KEY=VALUE",
            description = "sets one key, over the file and the environment; may be repeated")
    List<String> overrides = new ArrayList<>();

    @Option(names = "--verbose", description = "what happens, on standard error")
    boolean verbose;

    /** The configuration of all sources. */
    ConfigLoader.Loaded<WeirConfig> load(Terminal terminal) {
        if (verbose) {
            Logging.verbose();
        }
        return new ConfigLoader<>(WeirConfig.class).load(file(terminal), terminal.environment(), overrides);
    }

    /**
     * Refuses keys of {@code --set} that a command decides itself. In a file they are those of {@code weir run}.
     *
     * @throws UsageException if one of them is set
     */
    void refuse(String command, List<String> keys) {
        for (String override : overrides) {
            String key = override.split("=", 2)[0].strip();
            if (keys.contains(key)) {
                throw new UsageException("--set " + override + ": weir " + command + " decides " + key
                        + " itself; expected another key, or weir run");
            }
        }
    }

    private @Nullable Path file(Terminal terminal) {
        if (file != null) {
            return terminal.directory().resolve(file);
        }
        String named = terminal.environment().get("WEIR_CONFIG");
        if (named != null && !named.isBlank()) {
            return terminal.directory().resolve(named);
        }
        Path usual = terminal.directory().resolve(FILE);
        return Files.exists(usual) ? usual : null;
    }
}
