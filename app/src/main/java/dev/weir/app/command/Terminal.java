package dev.weir.app.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a command runs.
 *
 * @param out results
 * @param err progress and errors
 * @param interactive whether a person watches {@code err}, so that a line may be drawn over
 * @param environment of the process
 * @param directory that relative paths start from
 */
public record Terminal(
        PrintWriter out, PrintWriter err, boolean interactive, Map<String, String> environment, Path directory) {

    private static final int USUAL_WIDTH = 100;
    private static final int LEAST_WIDTH = 40;

    /** The terminal of this process. */
    public static Terminal ofProcess() {
        return new Terminal(
                new VisibleLines(System.out),
                new VisibleLines(System.err),
                isInteractive(),
                System.getenv(),
                Path.of(""));
    }

    /**
     * A file that a command was given.
     *
     * @throws UsageException if it cannot be read
     */
    Path readable(Path given) {
        Path file = directory.resolve(given);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new UsageException(given + ": expected a readable file");
        }
        return file;
    }

    /** Columns that a line may have: those of {@code COLUMNS}, which the launcher sets on a terminal, else 100. */
    int width() {
        String columns = environment.getOrDefault("COLUMNS", "");
        int width = columns.matches("\\d{1,4}") ? Integer.parseInt(columns) : USUAL_WIDTH;
        return Math.max(LEAST_WIDTH, width);
    }

    /** The launcher knows; without it, a console that is attached tells. */
    private static boolean isInteractive() {
        String told = System.getProperty("weir.terminal");
        return told != null ? told.equals("true") : System.console() != null;
    }
}
