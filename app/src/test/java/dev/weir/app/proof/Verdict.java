package dev.weir.app.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.app.guarantee.WindowName;
import dev.weir.app.proof.oracle.Comparison;
import dev.weir.app.proof.oracle.Mutants;
import dev.weir.app.proof.oracle.Window;
import dev.weir.app.proof.oracle.WindowId;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.WindowStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Expected windows held against what the topology says.
 *
 * @param windows how many were compared
 * @param lost calls that are missing, over the windows that have too few
 * @param duplicated calls too many, over the windows that have too many
 */
record Verdict(int windows, long lost, long duplicated, List<String> differences) {

    private static final Map<String, String> STEPS = new TreeMap<>(Map.of("minute", "1m", "hour", "1h", "day", "1d"));
    private static final Duration ANSWER = Duration.ofSeconds(90);

    /**
     * The last published revision of every window, of views too where some are expected. Minute windows that have to be closed have to be there; of the longer
     * ones, those that happen to be closed are compared.
     *
     * @param frontier up to which every partition is complete, in milliseconds since the epoch; the largest number after
     *     the end of a replay, when windows of every tile have to be closed
     */
    static Verdict published(Wire wire, SortedMap<WindowId, Window> expected, long frontier) {
        List<WindowStats> records = wire.read(Topics.WINDOW_STATS, WindowStats.class);
        SortedMap<WindowId, Window> found = FoundWindows.lastRevisions(records);
        if (expected.keySet().stream().noneMatch(WindowId::isOfView)) {
            found.keySet().removeIf(WindowId::isOfView);
        }
        SortedMap<WindowId, Window> due = new TreeMap<>(expected);
        due.keySet().removeIf(id -> !mustBeClosed(id, frontier) && !found.containsKey(id));
        Verdict verdict = of(due, found);
        verdict.differences().addAll(regressions(records));
        if (found.isEmpty()) {
            verdict.differences().add("no window has been published");
            return verdict;
        }
        Mutants.of(found).forEach((lie, mutant) -> {
            if (Comparison.differences(due, mutant).isEmpty()) {
                verdict.differences().add("the verifier did not notice: " + lie);
            }
        });
        return verdict;
    }

    /** Waits until every window of a replay that has ended is published as it should be. */
    static void awaitAllClosed(Drill drill, Wire wire, SortedMap<WindowId, Window> expected) {
        wire.await(
                () -> published(wire, expected, Long.MAX_VALUE).differences().isEmpty(),
                drill.patience(),
                () -> String.join(
                        "\n",
                        published(wire, expected, Long.MAX_VALUE).differences().stream()
                                .limit(5)
                                .toList()));
    }

    private static boolean mustBeClosed(WindowId id, long frontier) {
        return frontier == Long.MAX_VALUE
                || id.tile().equals("minute") && id.startMillis() + 60_000 + Rig.GRACE.toMillis() < frontier;
    }

    /** A window's calls never become fewer from one revision to the next. */
    private static List<String> regressions(List<WindowStats> records) {
        Map<String, Long> calls = new TreeMap<>();
        List<String> regressions = new ArrayList<>();
        for (WindowStats record : records) {
            String window = WindowName.of(record);
            Long before = calls.put(window, record.getCalls());
            if (before != null && before > record.getCalls()) {
                regressions.add(window + ": " + record.getCalls() + " calls after " + before);
            }
        }
        return regressions;
    }

    /** What one instance answers about every tile of a range, open windows included. */
    static Verdict answered(Instance instance, SortedMap<WindowId, Window> expected) {
        long from = expected.keySet().stream()
                .filter(id -> id.tile().equals("minute"))
                .mapToLong(WindowId::startMillis)
                .min()
                .orElseThrow();
        long to = 60_000
                + expected.keySet().stream()
                        .filter(id -> id.tile().equals("minute"))
                        .mapToLong(WindowId::startMillis)
                        .max()
                        .orElseThrow();
        Verdict all = new Verdict(0, 0, 0, new ArrayList<>());
        for (Map.Entry<String, String> step : STEPS.entrySet()) {
            String question =
                    "/api/v1/windows?step=" + step.getValue() + "&from=" + from + "&to=" + to + "&limit=100000";
            JsonNode answer = instance.askWhole(question, ANSWER);
            SortedMap<WindowId, Window> of = new TreeMap<>(expected);
            of.keySet().removeIf(id -> !id.tile().equals(step.getKey()));
            SortedMap<WindowId, Window> ofSeries = new TreeMap<>(of);
            ofSeries.keySet().removeIf(WindowId::isOfView);
            all = all.and(of(ofSeries, FoundWindows.answered(answer, step.getKey())));
            for (List<String> view : of.keySet().stream()
                    .filter(WindowId::isOfView)
                    .map(WindowId::kept)
                    .distinct()
                    .toList()) {
                SortedMap<WindowId, Window> ofView = new TreeMap<>(of);
                ofView.keySet().removeIf(id -> !id.kept().equals(view));
                all = all.and(ofView(instance, question, view, step.getKey(), ofView));
            }
        }
        return all;
    }

    /** What an instance answers by a view that has been counted from the start, which it must have read. */
    private static Verdict ofView(
            Instance instance, String question, List<String> view, String tile, SortedMap<WindowId, Window> expected) {
        String name = String.join(",", view);
        JsonNode answer = instance.askWhole(question + "&by=" + name, ANSWER);
        Verdict verdict = of(expected, FoundWindows.answered(answer, tile));
        if (!answer.path("view").asText().equals(name)) {
            verdict.differences().add("answered from " + answer.path("view").asText() + ": expected the view " + name);
        }
        return verdict;
    }

    static Verdict of(SortedMap<WindowId, Window> expected, SortedMap<WindowId, Window> found) {
        long lost = 0;
        long duplicated = 0;
        for (Map.Entry<WindowId, Window> window : expected.entrySet()) {
            if (window.getKey().tile().equals("minute") && !window.getKey().isOfView()) {
                Window other = found.get(window.getKey());
                long more = (other == null ? 0 : calls(other)) - calls(window.getValue());
                lost += Math.max(0, -more);
                duplicated += Math.max(0, more);
            }
        }
        return new Verdict(expected.size(), lost, duplicated, new ArrayList<>(Comparison.differences(expected, found)));
    }

    private static long calls(Window window) {
        return window.exact().getOrDefault("calls", 0L);
    }

    /** Both together. */
    Verdict and(Verdict other) {
        List<String> both = new ArrayList<>(differences);
        both.addAll(other.differences);
        return new Verdict(
                windows + other.windows, Math.max(lost, other.lost), Math.max(duplicated, other.duplicated), both);
    }
}
