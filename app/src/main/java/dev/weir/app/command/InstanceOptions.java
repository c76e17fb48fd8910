package dev.weir.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command takes that asks a running instance. */
final class InstanceOptions {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--url", paramLabel = "URL", description = "root of the instance; default from the configuration")
    private @Nullable String url;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    /** What prints an answer's rows as a table. */
    interface Layout {
        void print(Iterable<? extends JsonNode> rows);
    }

    /**
     * Asks, and prints the rows of the answer: as objects where that is wanted, else as a table, else that there is none.
     *
     * @param path below {@code /api/v1/}
     * @param rows name of the array in the answer
     * @param nothing what to say where the array is empty
     * @return the exit code
     */
    int show(Terminal terminal, String path, Map<String, String> parameters, String rows, String nothing, Layout layout)
            throws InterruptedException {
        Instance.Answer answer = ask(terminal, path, parameters);
        JsonNode found = answer.body().path(rows);
        if (answer.status() == 200 && json) {
            found.forEach(terminal.out()::println);
        } else if (answer.status() == 200 && found.isEmpty()) {
            terminal.out().println(nothing + range(answer.body()));
        } else if (answer.status() == 200) {
            layout.print(found);
        }
        return answer.report(terminal);
    }

    /** Asks. */
    Instance.Answer ask(Terminal terminal, String path, Map<String, String> parameters) throws InterruptedException {
        return new Instance(url, common.load(terminal).config()).ask(path, parameters);
    }

    /** Whether objects are wanted instead of a table. */
    boolean json() {
        return json;
    }

    /** The range that an answer is about, where it says one. */
    private static String range(JsonNode answer) {
        return answer.hasNonNull("from") && answer.hasNonNull("to")
                ? " from " + answer.path("from").asText() + " to "
                        + answer.path("to").asText() + "; from= and to= ask for another range"
                : "";
    }
}
