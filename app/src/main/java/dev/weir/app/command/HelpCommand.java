package dev.weir.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir help}: every command, or all that one command takes, at any depth. */
@Command(
        name = "help",
        description = "Prints all commands, or the options of one: weir help prices show.",
        helpCommand = true)
final class HelpCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "the command, such as prices show")
    private List<String> path = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Terminal terminal;

    HelpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CommandLine line = spec.parent().commandLine();
        for (String name : path) {
            CommandLine next = line.getSubcommands().get(name);
            if (next == null) {
                String known = String.join(", ", line.getSubcommands().keySet());
                throw new UsageException(
                        name + ": expected " + (known.isEmpty() ? "no further command" : "one of " + known));
            }
            line = next;
        }
        line.usage(terminal.out());
        return CommandLines.DONE;
    }
}
