package dev.weir.app;

import dev.weir.app.command.CommandLines;
import dev.weir.app.command.Terminal;

/** The process: arguments in, exit code out. */
public final class Main {

    private Main() {}

    /** Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 bad usage or configuration. */
    public static void main(String[] arguments) {
        System.exit(CommandLines.run(Terminal.ofProcess(), arguments));
    }
}
