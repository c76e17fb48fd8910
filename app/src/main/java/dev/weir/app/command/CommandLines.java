package dev.weir.app.command;

import dev.weir.alerting.rules.InvalidRulesException;
import dev.weir.app.config.InvalidConfigException;
import dev.weir.app.traffic.ReplaySpeed;
import dev.weir.schemas.text.Durations;
import dev.weir.topology.price.InvalidPriceBookException;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine;

/** All commands under one name, and what becomes of their errors. */
public final class CommandLines {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_USAGE = 2;
    /** Done, but some of the input was rejected: malformed lines, a file that breaks off, calls that do not count. */
    static final int INPUT_REJECTED = 3;

    private CommandLines() {}

    /** Runs the command that the arguments name; returns the exit code and throws nothing. */
    public static int run(Terminal terminal, String... arguments) {
        CommandLine weir = new CommandLine(new WeirCommand())
                .addSubcommand(new DemoCommand(terminal))
                .addSubcommand(new RunCommand(terminal))
                .addSubcommand(new ReplayCommand(terminal))
                .addSubcommand(new AnalyzeCommand(terminal))
                .addSubcommand(new QueryCommand(terminal))
                .addSubcommand(PricesCommand.line(terminal))
                .addSubcommand(new TopicsCommand(terminal))
                .addSubcommand(new ConfigCommand(terminal))
                .addSubcommand(new HelpCommand(terminal))
                .setOut(terminal.out())
                .setErr(terminal.err())
                .registerConverter(Duration.class, CommandLines::duration)
                .registerConverter(ReplaySpeed.class, CommandLines::speed)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((bad, given) -> badUsage(terminal, bad))
                .setExecutionExceptionHandler((failure, line, parsed) -> failed(terminal, failure, debug(line)));
        if (arguments.length == 0) {
            weir.usage(terminal.out());
            return BAD_USAGE;
        }
        int code = weir.execute(arguments);
        terminal.out().flush();
        terminal.err().flush();
        return code;
    }

    private static Duration duration(String text) {
        return Durations.parse(text)
                .filter(duration -> !duration.isNegative())
                .orElseThrow(() ->
                        new CommandLine.TypeConversionException(text + ": expected a duration such as 90s, 5m or 2h"));
    }

    private static ReplaySpeed speed(String text) {
        try {
            return ReplaySpeed.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(
                    text + ": expected max, or a number above 0 such as 60 or 1.5x");
        }
    }

    private static boolean debug(CommandLine line) {
        CommandLine root = line;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return root.getCommand() instanceof WeirCommand weir && weir.debug;
    }

    private static int badUsage(Terminal terminal, CommandLine.ParameterException bad) {
        CommandLine line = bad.getCommandLine();
        terminal.err().println("weir: " + oneLine(bad));
        CommandLine.UnmatchedArgumentException.printSuggestions(bad, terminal.err());
        terminal.err().println("try: " + line.getCommandSpec().qualifiedName() + " --help");
        return BAD_USAGE;
    }

    private static int failed(Terminal terminal, Exception failure, boolean debug) {
        if (failure instanceof InterruptedException || failure instanceof InterruptException) {
            terminal.err().println("weir: stopped");
            return FAILED;
        }
        if (failure instanceof InvalidConfigException invalid) {
            invalid.problems().forEach(problem -> terminal.err().println("weir: " + problem));
        } else if (failure instanceof InvalidRulesException invalid) {
            invalid.problems().forEach(problem -> terminal.err().println("weir: " + problem));
        } else if (failure instanceof InvalidPriceBookException invalid) {
            terminal.err()
                    .println("weir: " + oneLine(failure).lines().findFirst().orElse(""));
            invalid.problems().forEach(problem -> terminal.err().println("weir: " + problem));
        } else {
            terminal.err().println("weir: " + oneLine(failure));
        }
        if (debug) {
            failure.printStackTrace(terminal.err());
        }
        return isBadUsage(failure) ? BAD_USAGE : FAILED;
    }

    private static boolean isBadUsage(Exception failure) {
        return failure instanceof UsageException
                || failure instanceof InvalidConfigException
                || failure instanceof InvalidRulesException
                || failure instanceof InvalidPriceBookException;
    }

    /** The message; where there is none, the kind of failure. */
    private static String oneLine(Throwable failure) {
        return Optional.ofNullable(failure.getMessage())
                .filter(message -> !message.isBlank())
                .orElseGet(() -> failure.getClass().getSimpleName());
    }
}
