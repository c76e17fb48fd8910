package dev.weir.app.guarantee;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.View;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.avro.WindowStats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every call that was sent is counted once, under its route, however often it was sent and whatever broke meanwhile. Compares
 * the calls that were sent, told by trace and span id, with the last revisions of published windows, or with an answer of the
 * HTTP API that covers all of them. Which window a call falls into is not compared. Thread-safe.
 */
public final class EveryCallCountedOnce {

    private final Map<String, Set<String>> sent = new TreeMap<>();
    private final Map<String, WindowStats> newest = new HashMap<>();
    private final List<String> outOfOrder = new ArrayList<>();

    /** A call was sent; once more changes nothing, for it must not count twice. */
    public synchronized void sent(TraceEvent call) {
        sent.computeIfAbsent(call.getRoute(), absent -> new HashSet<>())
                .add(call.getTraceId() + "/" + call.getSpanId());
    }

    /** Different calls that were sent. */
    public synchronized long sent() {
        return sent.values().stream().mapToLong(Set::size).sum();
    }

    /** A window was published; to be told in the order of its partition. Windows of other views than the series are left out. */
    public synchronized void published(WindowStats window) {
        if (!window.getView().equals(View.SERIES.wireName())) {
            return;
        }
        String name = WindowName.of(window);
        WindowStats before = newest.put(name, window);
        int next = before == null ? 0 : before.getRevision() + 1;
        if (window.getRevision() != next) {
            outOfOrder.add(name + ": revision " + window.getRevision() + ": expected " + next);
        }
        if (before != null && before.getCalls() > window.getCalls()) {
            outOfOrder.add(name + ": " + window.getCalls() + " calls after " + before.getCalls());
        }
    }

    /** What is broken in the published windows of a tile, all of which have to be closed. */
    public synchronized List<String> violations(String tile) {
        Map<String, Long> counted = new TreeMap<>();
        newest.values().stream()
                .filter(window -> window.getTile().equals(tile))
                .forEach(window -> counted.merge(window.getRoute(), window.getCalls(), Math::addExact));
        List<String> violations = new ArrayList<>(outOfOrder);
        violations.addAll(differences(counted, "published " + tile + " windows"));
        return violations;
    }

    /** What is broken in an answer of {@code /api/v1/windows} whose range covers every call. */
    public synchronized List<String> violations(JsonNode answer) {
        Map<String, Long> counted = new TreeMap<>();
        for (JsonNode window : answer.path("windows")) {
            counted.merge(window.path("route").asText(), window.path("calls").asLong(), Math::addExact);
        }
        return differences(counted, "an answer");
    }

    private List<String> differences(Map<String, Long> counted, String where) {
        List<String> violations = new ArrayList<>();
        if (sent.isEmpty()) {
            violations.add("no call was sent: expected one at least, or nothing is proved");
        }
        Set<String> routes = new TreeSet<>(sent.keySet());
        routes.addAll(counted.keySet());
        for (String route : routes) {
            long expected = sent.getOrDefault(route, Set.of()).size();
            long found = counted.getOrDefault(route, 0L);
            if (found != expected) {
                violations.add(route + ": " + found + " calls in " + where + ": expected " + expected + ", "
                        + (found < expected ? expected - found + " lost" : found - expected + " too many"));
            }
        }
        return violations;
    }

    /** Fails unless the published windows of a tile hold every call once. */
    public void require(String tile) {
        Violations.requireNone("every call counted once", violations(tile));
    }

    /** Fails unless an answer holds every call once. */
    public void require(JsonNode answer) {
        Violations.requireNone("every call counted once", violations(answer));
    }
}
