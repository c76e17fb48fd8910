package dev.weir.alerting;

import dev.weir.alerting.avro.LearntState;
import dev.weir.alerting.avro.SeriesState;
import dev.weir.alerting.rules.AlertRule;
import dev.weir.alerting.rules.RuleKind;
import dev.weir.alerting.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * How far one subject has been read in one tile of one topic, and what its rules have learnt.
 *
 * <p>A window is taken for the first time once: of the {@value #REMEMBERED} windows before the newest it is known which have
 * been read, so a window that is published after a later one still counts, and one that is read twice does not.
 *
 * @param newest start of the newest window read; absent: none has been
 * @param revision its newest revision; -1 while none has been read
 * @param seenBefore bit i is set when the window i + 1 windows before the newest has been read
 * @param learnt by rule name and, where its measure has one, the basis of the windows
 */
record SubjectHistory(@Nullable Instant newest, int revision, long seenBefore, SortedMap<String, LearntState> learnt) {

    /** Windows before the newest of which it is known whether they have been read. */
    static final int REMEMBERED = Long.SIZE;

    /** Bases that one rule learns of at most; windows on a further one stay too few to decide on. */
    static final int MOST_BASES = 8;

    private static final char BASIS = '\u001F';

    /** Of a subject that is new. */
    static final SubjectHistory NONE = new SubjectHistory(null, -1, 0, new TreeMap<>());

    /** How a window stands to those before; empty when it has been read, or is too old to tell. */
    Optional<WindowOrder> order(Window window) {
        Instant start = window.bounds().start();
        if (newest == null || start.isAfter(newest)) {
            return Optional.of(WindowOrder.NEXT);
        }
        if (start.equals(newest)) {
            return window.revision() > revision ? Optional.of(WindowOrder.RESTATES_NEWEST) : Optional.empty();
        }
        if (window.revision() > 0) {
            return Optional.of(WindowOrder.RESTATES_OLDER);
        }
        long back = windowsBetween(start, newest, window);
        return back <= REMEMBERED && (seenBefore >>> (back - 1) & 1) == 0
                ? Optional.of(WindowOrder.LATE)
                : Optional.empty();
    }

    /** After a window that stands in an order. */
    SubjectHistory with(Window window, WindowOrder order, SortedMap<String, LearntState> nowLearnt) {
        Instant start = window.bounds().start();
        if (newest == null) {
            return new SubjectHistory(start, window.revision(), 0, nowLearnt);
        }
        return switch (order) {
            case NEXT ->
                new SubjectHistory(start, window.revision(), shifted(windowsBetween(newest, start, window)), nowLearnt);
            case RESTATES_NEWEST -> new SubjectHistory(newest, window.revision(), seenBefore, nowLearnt);
            case LATE ->
                new SubjectHistory(
                        newest, revision, seenBefore | 1L << (windowsBetween(start, newest, window) - 1), nowLearnt);
            case RESTATES_OLDER -> new SubjectHistory(newest, revision, seenBefore, nowLearnt);
        };
    }

    /**
     * What a rule has learnt of windows that can be compared with a window; what it knows at the start where another version of
     * it has, or none.
     */
    RuleKind.Memory memory(AlertRule rule, Window window) {
        LearntState known = learnt.get(memoryName(rule, window));
        return known != null
                        && known.getRuleVersion().equals(rule.version())
                        && known.getState() instanceof SpecificRecord stored
                ? rule.kind().restore(stored)
                : rule.kind().start();
    }

    /** The newest window was one before; the window that is newest now is some windows later. */
    private long shifted(long windows) {
        if (windows > REMEMBERED) {
            return 0;
        }
        long newestBefore = 1L << (windows - 1);
        return windows == REMEMBERED ? newestBefore : seenBefore << windows | newestBefore;
    }

    private static long windowsBetween(Instant earlier, Instant later, Window window) {
        return Duration.between(earlier, later).toMillis()
                / window.bounds().tile().millis();
    }

    SeriesState stored() {
        if (newest == null) {
            throw new IllegalStateException("nothing has been read");
        }
        return new SeriesState(newest, revision, seenBefore, learnt);
    }

    static SubjectHistory restore(@Nullable SeriesState stored) {
        return stored == null
                ? NONE
                : new SubjectHistory(
                        stored.getNewest(),
                        stored.getRevision(),
                        stored.getSeenBefore(),
                        new TreeMap<>(stored.getLearnt()));
    }

    /** A copy to be changed. */
    SortedMap<String, LearntState> learntSoFar() {
        return new TreeMap<>(learnt);
    }

    /** Learnt by one rule, of windows that can be compared with a window. */
    static void put(Map<String, LearntState> learnt, AlertRule rule, Window window, RuleKind.Memory memory) {
        String name = memoryName(rule, window);
        long others = learnt.keySet().stream()
                .filter(other -> ruleOf(other).equals(rule.name()) && !other.equals(name))
                .count();
        if (others < MOST_BASES) {
            memory.stored().ifPresent(state -> learnt.put(name, new LearntState(rule.version(), state)));
        }
    }

    private static String memoryName(AlertRule rule, Window window) {
        String basis = rule.measure().basis(window);
        return basis.isEmpty() ? rule.name() : rule.name() + BASIS + basis;
    }

    /** Name of the rule that has learnt what stands under a name. */
    static String ruleOf(String name) {
        int end = name.indexOf(BASIS);
        return end < 0 ? name : name.substring(0, end);
    }
}
