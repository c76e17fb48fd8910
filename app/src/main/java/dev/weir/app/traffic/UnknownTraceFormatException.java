package dev.weir.app.traffic;

import java.io.IOException;
import java.nio.file.Path;

/** A file whose first line is neither a JSON object nor the header of a known CSV. */
public final class UnknownTraceFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    UnknownTraceFormatException(Path file, String firstLine) {
        super(file + ": first line = "
                + (firstLine.length() <= 120 ? firstLine : firstLine.substring(0, 120) + "…")
                + ": expected a JSON object a line, or a CSV with the columns " + CsvLayout.known());
    }
}
