package dev.weir.app.proof;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One run of a drill: its size and seed, its rigs, and its result, which is printed as one line of JSON and added to
 * {@code target/drills.jsonl}. When the drill fails, the output and stacks of all its processes are kept in
 * {@code target/drills/ID}.
 */
final class Drill implements AutoCloseable {

    private static final Path TARGET = Path.of("target");

    final String id;
    final long seed;
    final int events;
    /** Events a second. */
    final double rate;
    /** Broker processes, where no broker is hurt; 0: the broker runs in this one, as in short forms. */
    final int nodes;

    final Random random;
    private final long started = System.nanoTime();
    private final List<Rig> rigs = new ArrayList<>();
    private final ObjectNode figures = JsonNodeFactory.instance.objectNode();
    private int kills;
    private int windows;
    private long lost;
    private long duplicated;
    private boolean passed;

    private Drill(String id, long seed, int events, double rate, int nodes) {
        this.id = id;
        this.seed = seed;
        this.events = events;
        this.rate = rate;
        this.nodes = nodes;
        this.random = new Random(seed);
    }

    /** What a drill does. */
    interface Body {
        void run(Drill drill) throws Exception;
    }

    /**
     * Runs a drill as large as {@code -Ddrill.events}, {@code -Ddrill.rate} and {@code -Ddrill.seed} say.
     *
     * @param events how many, where nobody says
     * @param rate events a second, where nobody says
     */
    static void full(String id, int events, double rate, Body body) throws Exception {
        run(
                id,
                Long.getLong("drill.seed", 20_261_121L),
                Integer.getInteger("drill.events", events),
                Double.parseDouble(System.getProperty("drill.rate", String.valueOf(rate))),
                Integer.getInteger("drill.brokers", 1),
                body);
    }

    /** Runs a short form, always of the same size. */
    static void brief(String id, int events, double rate, Body body) throws Exception {
        run(id, 7L, events, rate, 0, body);
    }

    private static void run(String id, long seed, int events, double rate, int nodes, Body body) throws Exception {
        Throwable failure = null;
        try (Drill drill = new Drill(id, seed, events, rate, nodes)) {
            try {
                body.run(drill);
                drill.conclude();
            } catch (Exception | AssertionError e) {
                failure = e;
                throw e;
            } finally {
                drill.report(failure);
            }
        }
    }

    /** A rig that is closed with the drill. */
    Rig rig(Rig.Setting setting, int nodes, int partitions) throws IOException {
        Rig rig = new Rig(setting, nodes, partitions);
        say("Kafka and topics are there");
        rigs.add(rig);
        return rig;
    }

    /** Closes a rig before the drill ends. */
    void close(Rig rig) throws IOException {
        rigs.remove(rig);
        rig.close();
    }

    /** Says what happens, with the seconds since the beginning. */
    void say(String what) {
        System.out.printf("%s %6.1f s: %s%n", id, secondsSince(started), what);
    }

    void kill(Instance instance) throws InterruptedException {
        instance.kill();
        kills++;
    }

    void kill(ChildProcess process) throws InterruptedException {
        process.kill();
        kills++;
    }

    int kills() {
        return kills;
    }

    /** Takes up what was found out about windows; the drill fails later when it was not what it should be. */
    void found(Verdict verdict) {
        windows += verdict.windows();
        lost = Math.max(lost, verdict.lost());
        duplicated = Math.max(duplicated, verdict.duplicated());
        require(
                verdict.differences().isEmpty(),
                () -> verdict.differences().size() + " differences, the first: "
                        + String.join(
                                "\n",
                                verdict.differences()
                                        .subList(
                                                0,
                                                Math.min(
                                                        10,
                                                        verdict.differences().size()))));
    }

    /** A figure of the result. */
    void figure(String name, double value) {
        figures.put(name, Math.round(value * 1000) / 1000.0);
    }

    void figure(String name, String value) {
        figures.put(name, value);
    }

    /** Fails the drill unless something holds. */
    void require(boolean holds, java.util.function.Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError("drill " + id + " with seed " + seed + ": " + otherwise.get());
        }
    }

    double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    /** A failure to wait within this is a failure of the drill. */
    Duration patience() {
        return Duration.ofSeconds(180 + events / 500);
    }

    private void conclude() {
        require(windows > 0 || figures.has("written"), () -> "no window was checked: the drill proved nothing");
        require(lost == 0 && duplicated == 0, () -> "lost " + lost + ", duplicated " + duplicated);
        passed = true;
    }

    private void report(@Nullable Throwable failure) throws IOException, InterruptedException {
        ObjectNode line = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("seed", seed)
                .put("events", events)
                .put("kills", kills)
                .put("lost", lost)
                .put("duplicated", duplicated)
                .put("windows_checked", windows)
                .put("seconds", Math.round(secondsSince(started) * 10) / 10.0)
                .put("pass", passed);
        line.setAll(figures);
        if (failure != null) {
            for (int i = 0; i < rigs.size(); i++) {
                rigs.get(i).keepTraces(TARGET.resolve("drills").resolve(id + "-" + i));
            }
            String message = String.valueOf(failure.getMessage());
            line.put("why", message.substring(0, Math.min(300, message.length())));
        }
        System.out.println("drill " + line);
        Files.createDirectories(TARGET);
        Files.writeString(
                TARGET.resolve("drills.jsonl"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void close() throws IOException {
        Collections.reverse(rigs);
        for (Rig rig : rigs) {
            rig.close();
        }
    }
}
