package dev.weir.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir prices missing}: models of calls without a known price. */
@Command(
        name = "missing",
        description =
                "Asks a running instance which models were called without a known price, with calls and tokens; the"
                        + " last day where no range is given.")
final class PricesMissingCommand implements Callable<Integer> {

    private static final String ROW = "%-48s %10s %10s %16s %16s";

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(
            index = "0..*",
            arity = "0..*",
            paramLabel = "NAME=VALUE",
            description = "tenant=, route=, model=, from=, to=, step=, limit=")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--url", paramLabel = "URL", description = "root of the instance; default from the configuration")
    private @Nullable String url;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    private final Terminal terminal;

    PricesMissingCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Instance.Answer answer = new Instance(url, common.load(terminal).config()).ask("prices/missing", parameters);
        JsonNode models = answer.body().path("models");
        if (json) {
            models.forEach(terminal.out()::println);
        } else if (answer.status() == 200) {
            table(models);
        }
        return answer.report(terminal);
    }

    private void table(JsonNode models) {
        if (models.isEmpty()) {
            terminal.out().println("every call has a known price");
            return;
        }
        terminal.out().println(String.format(ROW, "model", "calls", "unpriced", "input tokens", "output tokens"));
        for (JsonNode model : models) {
            terminal.out()
                    .println(String.format(
                            Locale.ROOT,
                            ROW,
                            model.path("model").asText(),
                            model.path("calls").asText(),
                            model.path("unpriced_calls").asText(),
                            model.path("unpriced_input_tokens").asText(),
                            model.path("unpriced_output_tokens").asText()));
        }
    }
}
