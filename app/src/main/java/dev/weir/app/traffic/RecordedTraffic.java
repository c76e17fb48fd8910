package dev.weir.app.traffic;

import dev.weir.schemas.avro.TraceEvent;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Trace files as one sequence in the order of simulated arrival. Malformed lines are counted and passed over. Not
 * thread-safe, except that {@link #counts} may be asked from any thread.
 */
public final class RecordedTraffic implements Iterator<Arrival>, Closeable {

    private final List<TraceFile> files;
    private final List<ReadResult.Malformed> firstMalformed = new ArrayList<>();
    private final MergedArrivals merged;
    private final long size;
    private @Nullable Regression regression;
    private long events;
    private long ignored;
    private long malformed;

    private RecordedTraffic(List<TraceFile> files, UnaryOperator<TraceEvent> completion) throws IOException {
        this.files = files;
        long bytes = 0;
        for (TraceFile file : files) {
            bytes += file.size();
        }
        this.size = bytes;
        this.merged = new MergedArrivals(files.stream()
                .map(file -> new Arrivals(new EventsOf(file, completion)))
                .toList());
    }

    /**
     * Opens all files, or none; events are as the files have them.
     *
     * @throws UnknownTraceFormatException if a file is no trace file; names it
     * @throws IOException if a file cannot be read
     */
    public static RecordedTraffic open(List<Path> paths, ReadOptions options) throws IOException {
        return open(paths, options, UnaryOperator.identity());
    }

    /**
     * Opens all files, or none; what their events lack comes from the model. The regression of the model's figures falls
     * on the route of the first event, in the same shares of the trace's time as in generated traffic. Reads the files
     * once before that to know their time.
     *
     * @throws UnknownTraceFormatException if a file is no trace file; names it
     * @throws IOException if a file cannot be read
     */
    public static RecordedTraffic completed(List<Path> paths, ReadOptions options, ProductionFigures figures)
            throws IOException {
        Regression regression;
        try (RecordedTraffic first = open(paths, options)) {
            regression = first.regression(figures.injected());
        }
        TrafficModel model = new TrafficModel(figures, regression);
        RecordedTraffic traffic = open(paths, options, model::complete);
        traffic.regression = regression;
        return traffic;
    }

    /**
     * Opens all files, or none.
     *
     * @param completion what is done to every event before its arrival is worked out; identity where nothing is
     * @throws UnknownTraceFormatException if a file is no trace file; names it
     * @throws IOException if a file cannot be read
     */
    static RecordedTraffic open(List<Path> paths, ReadOptions options, UnaryOperator<TraceEvent> completion)
            throws IOException {
        List<TraceFile> files = new ArrayList<>();
        try {
            for (Path path : paths) {
                files.add(TraceFile.open(path, options));
            }
            return new RecordedTraffic(files, completion);
        } catch (IOException | RuntimeException e) {
            for (TraceFile file : files) {
                file.close();
            }
            throw e;
        }
    }

    private Regression regression(ProductionFigures.Injected injected) {
        Instant start = Instant.EPOCH;
        Instant end = Instant.EPOCH;
        String route = injected.route();
        for (boolean first = true; hasNext(); first = false) {
            Arrival arrival = next();
            end = arrival.at();
            if (first) {
                start = arrival.at();
                route = Optional.ofNullable(arrival.event().getRoute()).orElse(route);
            }
        }
        return Regression.of(injected, route, new TimeRange(start, end));
    }

    /** The route that the model makes worse for a while; absent where events are as the files have them. */
    public Optional<Regression> regression() {
        return Optional.ofNullable(regression);
    }

    @Override
    public boolean hasNext() {
        return merged.hasNext();
    }

    @Override
    public Arrival next() {
        return merged.next();
    }

    /** Share of the files' bytes that has been read, 0 to 1; a little ahead of what {@link #next} has given. */
    public double share() {
        long read = files.stream().mapToLong(TraceFile::bytesRead).sum();
        return size == 0 ? 1 : Math.min(1, (double) read / size);
    }

    /** Counts so far. The reader is a few lines ahead of what {@link #next} has given. */
    public synchronized ReadCounts counts() {
        return new ReadCounts(events + ignored + malformed, events, ignored, malformed, firstMalformed);
    }

    private synchronized void count(ReadResult result) {
        if (result instanceof ReadResult.Malformed bad) {
            malformed++;
            if (firstMalformed.size() < ReadCounts.KEPT) {
                firstMalformed.add(bad);
            }
        } else if (result instanceof ReadResult.Ignored) {
            ignored++;
        } else {
            events++;
        }
    }

    @Override
    public void close() throws IOException {
        for (TraceFile file : files) {
            file.close();
        }
    }

    /** The events of one file, completed; the other lines are only counted. */
    private final class EventsOf implements Iterator<TraceEvent> {
        private final TraceFile file;
        private final UnaryOperator<TraceEvent> completion;
        private @Nullable TraceEvent next;

        EventsOf(TraceFile file, UnaryOperator<TraceEvent> completion) {
            this.file = file;
            this.completion = completion;
        }

        @Override
        public boolean hasNext() {
            while (next == null && file.hasNext()) {
                ReadResult result = file.next();
                count(result);
                if (result instanceof ReadResult.Event read) {
                    next = completion.apply(read.event());
                }
            }
            return next != null;
        }

        @Override
        public TraceEvent next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException("end of the file");
            }
            TraceEvent event = next;
            next = null;
            return event;
        }
    }
}
