package dev.weir.app.traffic;

import dev.weir.schemas.avro.TraceEvent;

/** Reads one JSON line. */
@FunctionalInterface
interface TraceLineParser {

    /**
     * The event of a line.
     *
     * @throws MalformedRowException if the line holds none; the message names the field
     */
    TraceEvent parse(String line);
}
