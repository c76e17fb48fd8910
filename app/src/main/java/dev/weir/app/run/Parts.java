package dev.weir.app.run;

import dev.weir.schemas.supervision.PartHealth;
import dev.weir.schemas.supervision.SupervisedLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The parts of a process that may fail, each of which says how it does. Thread-safe. */
final class Parts {

    private final List<Supplier<Map<String, PartHealth>>> all = new CopyOnWriteArrayList<>();
    private final List<SupervisedLoop> loops = new CopyOnWriteArrayList<>();

    /** Adds a thread. */
    void add(SupervisedLoop loop) {
        loops.add(loop);
        add(() -> Map.of(loop.name(), loop.health()));
    }

    /** Adds parts by their names. */
    void add(Supplier<Map<String, PartHealth>> parts) {
        all.add(parts);
    }

    /** Asks all threads to end and waits for none, so that they end at the same time. */
    void stop() {
        loops.forEach(SupervisedLoop::stop);
    }

    /** Why parts are in a state, by name; empty when none is. */
    Map<String, String> in(PartHealth.State state) {
        Map<String, String> found = new TreeMap<>();
        for (Supplier<Map<String, PartHealth>> parts : all) {
            parts.get().forEach((name, health) -> {
                if (health.state() == state) {
                    found.put(name, health.why());
                }
            });
        }
        return found;
    }

    /** Everything that is wrong, in words. */
    List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        in(PartHealth.State.DOWN).forEach((name, why) -> troubles.add(name + ": " + why));
        in(PartHealth.State.DEGRADED).forEach((name, why) -> troubles.add(name + ": " + why));
        return troubles;
    }
}
