package dev.weir.app.command;

import dev.weir.app.config.WeirConfig;
import dev.weir.app.traffic.ReadCounts;
import dev.weir.app.traffic.ReadOptions;
import dev.weir.app.traffic.RecordedTraffic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command takes that reads trace files. */
final class TraceOptions {

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "JSON lines of trace events or of OTLP requests, or a published CSV; .gz allowed")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--model", paramLabel = "MODEL", description = "model of files that name none; default gpt-4o")
    private @Nullable String model;

    @Option(
            names = "--route",
            paramLabel = "ROUTE",
            description = "route of files that name none; default the file name")
    private @Nullable String route;

    /**
     * The files' events in the order of arrival.
     *
     * @throws UsageException if a file cannot be read
     */
    RecordedTraffic open(Terminal terminal, WeirConfig config) throws IOException {
        ReadOptions options =
                ReadOptions.DEFAULT.withMapping(config.topology().sources().mapping());
        if (model != null) {
            options = options.withModel(model);
        }
        if (route != null) {
            options = options.withRoute(route);
        }
        return RecordedTraffic.open(files.stream().map(terminal::readable).toList(), options);
    }

    /** Names the first malformed lines on standard error. */
    static void printMalformed(Terminal terminal, ReadCounts counts) {
        counts.firstMalformed()
                .forEach(bad ->
                        terminal.err().println("weir: " + bad.file() + ":" + bad.lineNumber() + ": " + bad.message()));
        long more = counts.malformed() - counts.firstMalformed().size();
        if (more > 0) {
            terminal.err().println("weir: and " + more + " more malformed lines");
        }
    }
}
