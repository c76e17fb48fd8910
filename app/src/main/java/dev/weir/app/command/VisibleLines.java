package dev.weir.app.command;

import dev.weir.schemas.text.Visible;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Standard output and error of a command. A line is {@link Visible}, whatever file, service or call it was taken from; what
 * is only printed, without ending a line, is for those who draw.
 */
final class VisibleLines extends PrintWriter {

    VisibleLines(OutputStream out) {
        super(out, true, StandardCharsets.UTF_8);
    }

    @Override
    public void println(String line) {
        super.println(Visible.lines(line));
    }

    @Override
    public void println(Object line) {
        println(String.valueOf(line));
    }
}
