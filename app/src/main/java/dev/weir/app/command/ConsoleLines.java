package dev.weir.app.command;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output for alerts as they come: lines that fit a terminal, and whole lines where there is none. */
final class ConsoleLines extends PrintStream {

    private final Terminal terminal;

    private ConsoleLines(OutputStream out, Terminal terminal) {
        super(out, true, StandardCharsets.UTF_8);
        this.terminal = terminal;
    }

    /** The stream itself where nobody watches, so that a line stays a line for programs. */
    static PrintStream on(PrintStream out, Terminal terminal) {
        return terminal.interactive() ? new ConsoleLines(out, terminal) : out;
    }

    @Override
    public void println(String line) {
        // Progress may be drawn on this line; it is drawn again below.
        String fresh = "\r\u001B[K";
        super.println(fresh + String.join(System.lineSeparator(), TextTable.wrapped(line, "    ", terminal.width())));
    }
}
