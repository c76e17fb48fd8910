package dev.weir.app.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir prices missing}: models of calls without a known price. */
@Command(
        name = "missing",
        description =
                "Asks a running instance which models were called without a known price, with calls and tokens; the"
                        + " last day where no range is given.")
final class PricesMissingCommand implements Callable<Integer> {

    /** Message where no model is missing. */
    static final String NOTHING = "every call has a known price";

    @Mixin
    private final InstanceOptions instance = new InstanceOptions();

    @Parameters(
            index = "0..*",
            arity = "0..*",
            paramLabel = "NAME=VALUE",
            description = "tenant=, route=, model=, from=, to=, step=, limit=")
    private Map<String, String> parameters = new LinkedHashMap<>();

    private final Terminal terminal;

    PricesMissingCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return instance.show(terminal, "prices/missing", parameters, "models", NOTHING, new Tables(terminal)::missing);
    }
}
