package dev.weir.benchmarks.rows;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * Where the stream threads are, by samples every 10 ms of the ones that run Java code: packages and methods that were
 * running, and methods of ours that were somewhere on the stack. The recording stays for other tools.
 */
final class StreamThreadProfile implements AutoCloseable {

    private static final String SAMPLES = "jdk.ExecutionSample";
    private static final String STREAM_THREADS = "StreamThread";
    private static final String OURS = "dev.weir.";
    private static final int TOP = 20;
    private static final int PACKAGE_PARTS = 5;

    private final Path file;
    private @Nullable Recording recording;

    StreamThreadProfile(Path file) {
        this.file = file;
    }

    /** Begins; a second call does nothing. */
    void start() throws IOException {
        if (recording == null) {
            Recording begun = new Recording();
            begun.enable(SAMPLES).withPeriod(Duration.ofMillis(10));
            begun.setDestination(file);
            begun.start();
            recording = begun;
        }
    }

    @Override
    public void close() {
        if (recording != null) {
            recording.close();
        }
    }

    /** Ends the recording and says what it shows. */
    List<String> summary() throws IOException {
        if (recording != null) {
            recording.stop();
        }
        Map<String, Integer> packages = new HashMap<>();
        Map<String, Integer> methods = new HashMap<>();
        Map<String, Integer> ours = new HashMap<>();
        int samples = 0;
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                if (isOfStreamThread(event)) {
                    samples++;
                    List<RecordedFrame> frames = event.getStackTrace().getFrames();
                    RecordedMethod top = frames.get(0).getMethod();
                    packages.merge(packageOf(top), 1, Integer::sum);
                    methods.merge(nameOf(top), 1, Integer::sum);
                    ourMethods(frames).forEach(method -> ours.merge(method, 1, Integer::sum));
                }
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("profile of the stream threads, " + samples + " samples, " + file);
        top(lines, "running in package", packages, samples);
        top(lines, "running in method", methods, samples);
        top(lines, "our methods on the stack", ours, samples);
        return lines;
    }

    private static boolean isOfStreamThread(RecordedEvent event) {
        return event.getEventType().getName().equals(SAMPLES)
                && event.getThread("sampledThread") != null
                && String.valueOf(event.getThread("sampledThread").getJavaName())
                        .contains(STREAM_THREADS)
                && event.getStackTrace() != null
                && !event.getStackTrace().getFrames().isEmpty();
    }

    private static Set<String> ourMethods(List<RecordedFrame> frames) {
        Set<String> ours = new HashSet<>();
        for (RecordedFrame frame : frames) {
            if (frame.getMethod().getType().getName().startsWith(OURS)) {
                ours.add(nameOf(frame.getMethod()));
            }
        }
        return ours;
    }

    private static String nameOf(RecordedMethod method) {
        return method.getType().getName() + "." + method.getName();
    }

    /** The first parts of the package, which is what a library calls itself by. */
    private static String packageOf(RecordedMethod method) {
        String[] parts = method.getType().getName().split("\\.", -1);
        return String.join(".", List.of(parts).subList(0, Math.min(PACKAGE_PARTS, parts.length - 1)));
    }

    private static void top(List<String> lines, String title, Map<String, Integer> counts, int samples) {
        lines.add("  " + title);
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(TOP)
                .forEach(entry -> lines.add(String.format(
                        Locale.ROOT, "    %5.1f %%  %s", 100.0 * entry.getValue() / samples, entry.getKey())));
    }
}
