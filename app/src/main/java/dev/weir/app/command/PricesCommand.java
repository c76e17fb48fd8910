package dev.weir.app.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir prices}: only its commands do something. */
@Command(
        name = "prices",
        description = "What models cost: the price book in effect, and calls without a price.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class PricesCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private PricesCommand() {}

    /** The command with all of its own. */
    static CommandLine line(Terminal terminal) {
        return new CommandLine(new PricesCommand())
                .addSubcommand(new PricesShowCommand(terminal))
                .addSubcommand(new PricesExplainCommand(terminal))
                .addSubcommand(new PricesUpdateCommand(terminal))
                .addSubcommand(new PricesMissingCommand(terminal))
                .addSubcommand(new PricesRepriceCommand(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "expected a command: show, explain, update, missing or reprice");
    }
}
