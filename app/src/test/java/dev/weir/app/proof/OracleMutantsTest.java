package dev.weir.app.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.weir.app.proof.oracle.Call;
import dev.weir.app.proof.oracle.Comparison;
import dev.weir.app.proof.oracle.Mutants;
import dev.weir.app.proof.oracle.Oracle;
import dev.weir.app.proof.oracle.Window;
import dev.weir.app.proof.oracle.WindowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verifier verified: it accepts the truth and refuses every lie. */
class OracleMutantsTest {

    private static final long NOON = 1_790_000_000_000L;
    private static final List<Call> CALLS = SeededCalls.of(7, 3_000, NOON, 600_000);
    private static final SortedMap<WindowId, Window> EXPECTED = Oracle.windows(CALLS);

    @Test
    void truth_isAcceptedWhateverItsOrder() {
        List<Call> reversed = new ArrayList<>(CALLS);
        java.util.Collections.reverse(reversed);
        assertEquals(List.of(), Comparison.differences(EXPECTED, Oracle.windows(reversed)));
    }

    @Test
    void sixLiesAboutWindows_areAllCaught() {
        Map<String, SortedMap<WindowId, Window>> mutants = Mutants.of(EXPECTED);
        assertEquals(6, mutants.size());
        mutants.forEach((lie, found) ->
                assertFalse(Comparison.differences(EXPECTED, found).isEmpty(), lie + " was not noticed"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_500, 2_999})
    void lieAboutOneCall_isCaught(int which) {
        Call call = CALLS.get(which);
        List<Call> dropped = new ArrayList<>(CALLS);
        dropped.remove(which);
        List<Call> twice = new ArrayList<>(CALLS);
        twice.add(call);
        List<Call> swapped = new ArrayList<>(dropped);
        swapped.add(call.ofTenant("tenant-x"));
        for (List<Call> lie : List.of(dropped, twice, swapped)) {
            assertFalse(Comparison.differences(EXPECTED, Oracle.windows(lie)).isEmpty(), "call " + which);
        }
    }

    @Test
    void quantileOffByTwoPercent_isCaught() {
        WindowId id = EXPECTED.firstKey();
        Window window = EXPECTED.getOrDefault(id, new Window(Map.of(), Map.of()));
        SortedMap<WindowId, Window> found = new java.util.TreeMap<>(EXPECTED);
        Map<String, Double> quantiles = new java.util.TreeMap<>(window.quantiles());
        quantiles.computeIfPresent("input_per_call.p99", (name, value) -> value * 1.02);
        found.put(id, new Window(window.exact(), quantiles));
        assertEquals(1, Comparison.differences(EXPECTED, found).size());
    }

    @Test
    void emptyExpectation_isRefused() {
        SortedMap<WindowId, Window> nothing = new java.util.TreeMap<>();
        assertFalse(Comparison.differences(nothing, nothing).isEmpty());
    }
}
