package dev.weir.alerting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.alerting.window.Window;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** In which order windows are taken, and that each is taken for the first time once. */
class SubjectHistoryTest {

    private static Window window(int minute, int revision) {
        return Window.of(Windows.errors(minute, revision, 0)).orElseThrow();
    }

    private SubjectHistory history = SubjectHistory.NONE;

    private Optional<WindowOrder> take(int minute, int revision) {
        Window window = window(minute, revision);
        Optional<WindowOrder> order = history.order(window);
        order.ifPresent(known -> {
            history = SubjectHistory.restore(
                    history.with(window, known, new TreeMap<>()).stored());
        });
        return order;
    }

    @Test
    void firstPublications_areNextOrLate_onceEach() {
        assertEquals(Optional.of(WindowOrder.NEXT), take(10, 0));
        assertEquals(Optional.of(WindowOrder.NEXT), take(12, 0));
        assertEquals(Optional.of(WindowOrder.LATE), take(11, 0));
        assertEquals(Optional.empty(), take(11, 0));
        assertEquals(Optional.empty(), take(10, 0));
        assertEquals(Optional.empty(), take(12, 0));
        assertEquals(Optional.of(WindowOrder.NEXT), take(13, 0));
        assertEquals(Optional.empty(), take(11, 0));
        assertEquals(Optional.of(WindowOrder.LATE), take(9, 0));
    }

    @Test
    void restatements_areOfTheNewestOrOfAnOlderWindow() {
        take(10, 0);
        take(11, 0);
        assertEquals(Optional.of(WindowOrder.RESTATES_OLDER), take(10, 1));
        assertEquals(Optional.of(WindowOrder.RESTATES_NEWEST), take(11, 2));
        assertEquals(Optional.empty(), take(11, 1));
        assertEquals(Optional.empty(), take(11, 2));
    }

    @Test
    void windowTooOldToTell_isNotTaken() {
        take(100, 0);
        assertEquals(Optional.empty(), take(100 - SubjectHistory.REMEMBERED - 1, 0));
        assertEquals(Optional.of(WindowOrder.LATE), take(100 - SubjectHistory.REMEMBERED, 0));
        assertEquals(Optional.empty(), take(100 - SubjectHistory.REMEMBERED, 0));
        assertEquals(Optional.of(WindowOrder.NEXT), take(100 + SubjectHistory.REMEMBERED, 0));
        assertEquals(Optional.empty(), take(100, 0), "known at the full distance");
        assertEquals(Optional.of(WindowOrder.LATE), take(101, 0));
        assertEquals(Optional.of(WindowOrder.NEXT), take(1_000, 0));
        assertEquals(Optional.of(WindowOrder.LATE), take(999, 0));
    }

    /** Any order within the distance, with repetitions: every window is taken for the first time exactly once. */
    @Test
    void shuffledWindows_areTakenOnceEach() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            history = SubjectHistory.NONE;
            Set<Integer> taken = new HashSet<>();
            for (int i = 0; i < 500; i++) {
                int minute = 1_000 + i / 4 + random.nextInt(SubjectHistory.REMEMBERED / 2);
                Optional<WindowOrder> order = take(minute, 0);
                assertEquals(taken.add(minute), order.isPresent(), "seed " + seed + ", step " + i);
            }
        }
    }
}
