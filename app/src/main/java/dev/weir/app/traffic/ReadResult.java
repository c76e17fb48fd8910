package dev.weir.app.traffic;

import dev.weir.schemas.avro.TraceEvent;
import java.nio.file.Path;

/** What one line of a trace file turned out to be, or one span of a line of many. */
public sealed interface ReadResult {

    /**
     * A line that holds an event.
     *
     * @param lineNumber counted from 1, header included
     */
    record Event(TraceEvent event, long lineNumber) implements ReadResult {}

    /**
     * A part of a line that is none of an LLM application.
     *
     * @param lineNumber counted from 1
     * @param reason what it is
     */
    record Ignored(long lineNumber, String reason) implements ReadResult {}

    /**
     * A line that holds none; reading goes on behind it.
     *
     * @param lineNumber counted from 1, header included
     * @param message actual and expected value; never a text of the line
     */
    record Malformed(Path file, long lineNumber, String message) implements ReadResult {

        /** File, line and message, as a compiler would print them. */
        @Override
        public String toString() {
            return file + ":" + lineNumber + ": " + message;
        }
    }
}
