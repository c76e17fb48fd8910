package dev.weir.app.traffic;

import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.json.InvalidTraceEventException;
import dev.weir.schemas.json.TraceEventJson;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A trace file in its own order: JSON lines of {@code TraceEvent}, JSON lines of OTLP export requests, or one of the
 * published CSVs of {@link CsvLayout}; gzip or not. Blank lines are passed over.
 *
 * <p>Guarantee: every other line is one {@link ReadResult}, a malformed one included, and one for each span where it is an
 * export request; a file that breaks off in the middle
 * (truncated gzip, lost disk) ends with a {@link ReadResult.Malformed} at the line where it did. Reading the same file
 * again gives the same events, ids too. About 128 KiB and one line are in memory.
 *
 * <p>Rows without latency have no duration, so their event time is their timestamp. Rows without ids get them from the
 * file's name and the line number.
 */
public final class TraceFile implements Iterator<ReadResult>, Closeable {

    private final Path file;
    private final LineReader lines;
    private final RowReader rows;
    private final boolean header;
    private final Queue<ReadResult> pending = new ArrayDeque<>();
    private @Nullable ReadResult next;
    private boolean ended;

    /** Turns a line into what it holds, or throws an exception that says why it holds nothing. */
    private interface RowReader {
        List<ReadResult> read(String line, long lineNumber);

        static RowReader ofOne(BiFunction<String, Long, TraceEvent> row) {
            return (line, number) -> List.of(new ReadResult.Event(row.apply(line, number), number));
        }
    }

    private TraceFile(Path file, LineReader lines, RowReader rows, boolean header) {
        this.file = file;
        this.lines = lines;
        this.rows = rows;
        this.header = header;
    }

    /**
     * Opens a file and recognises its format by its first line, or by {@code .json}, {@code .jsonl} or {@code .ndjson}
     * in its name.
     *
     * @throws UnknownTraceFormatException if it is neither
     * @throws IOException if the file cannot be read
     */
    public static TraceFile open(Path file, ReadOptions options) throws IOException {
        String first = firstLine(file);
        LineReader lines = LineReader.open(file);
        String name = String.valueOf(file.getFileName());
        if (first.startsWith("{") || first.isEmpty() || name.matches("(?i).*\\.(json|jsonl|ndjson)(\\.gz)?")) {
            OtlpLines otlp = new OtlpLines(file, options.mapping());
            RowReader events = RowReader.ofOne((line, number) -> TraceEventJson.read(line));
            return new TraceFile(file, lines, OtlpLines.isOtlp(first) ? otlp::read : events, false);
        }
        Map<String, Integer> columns = columns(first);
        Optional<CsvLayout> layout = CsvLayout.of(columns);
        if (layout.isEmpty()) {
            lines.close();
            throw new UnknownTraceFormatException(file, first);
        }
        CsvEvents events = new CsvEvents(name, layout.get(), columns, options);
        return new TraceFile(file, lines, RowReader.ofOne(events::read), true);
    }

    private static Map<String, Integer> columns(String first) {
        try {
            return CsvLayout.columns(first);
        } catch (MalformedRowException e) {
            return Map.of();
        }
    }

    private static String firstLine(Path file) throws IOException {
        try (LineReader lines = LineReader.open(file)) {
            String line = lines.next();
            while (line != null && line.isBlank()) {
                line = lines.next();
            }
            return line == null ? "" : line.strip();
        } catch (MalformedRowException e) {
            return "(" + e.getMessage() + ")";
        }
    }

    /** Bytes of the file that have been read. */
    long bytesRead() {
        return lines.bytesRead();
    }

    /** Bytes of the file. */
    long size() throws IOException {
        return Files.size(file);
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            next = read();
            ended |= next == null;
        }
        return next != null;
    }

    @Override
    public ReadResult next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("end of " + file);
        }
        ReadResult result = next;
        next = null;
        return result;
    }

    private @Nullable ReadResult read() {
        if (!pending.isEmpty()) {
            return pending.poll();
        }
        boolean headerSeen = !header || lines.lineNumber() > 0;
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.isBlank()) {
                    continue;
                }
                if (headerSeen) {
                    pending.addAll(rows.read(line, lines.lineNumber()));
                }
                if (!pending.isEmpty()) {
                    return pending.poll();
                }
                headerSeen = true;
            }
            return null;
        } catch (MalformedRowException | InvalidTraceEventException e) {
            return malformed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            ended = true;
            return malformed("the file cannot be read further (" + e.getMessage() + ")");
        }
    }

    private ReadResult malformed(String message) {
        return new ReadResult.Malformed(file, lines.lineNumber(), message);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
