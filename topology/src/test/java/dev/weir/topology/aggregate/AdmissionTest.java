package dev.weir.topology.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.Tile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final Caps CAPS = new Caps(
            2,
            3,
            key -> key.substring(0, 1),
            (key, groupIsKnown, partition) -> (groupIsKnown ? key.substring(0, 1) : "?") + "~" + partition,
            key -> key.startsWith("!"));

    private final Admission admission = new Admission(CAPS, 5, 1);

    @Test
    void keysBeyondTheCap_shareTheirGroupsKey_andGroupsBeyondTheirs_another() {
        assertEquals("a1", admission.keyFor("a1", 0));
        assertEquals("a2", admission.keyFor("a2", 0));
        assertEquals("b1", admission.keyFor("b1", 0));
        assertEquals("a3", admission.keyFor("a3", 0));
        assertEquals("a~5", admission.keyFor("a4", 0));
        assertEquals("a1", admission.keyFor("a1", 0), "who is in stays in");
        assertEquals("?~5", admission.keyFor("c1", 0));
        assertEquals("b2", admission.keyFor("b2", 0), "another group's flood takes nothing away");
    }

    @Test
    void rollups_haveLimitsOfTheirOwn() {
        Caps caps = new Caps(
                1,
                2,
                key -> key.substring(0, 1),
                key -> key.substring(1, 2),
                (key, groupIsKnown, partition) -> key.substring(0, 1) + (groupIsKnown ? "keys" : "groups"),
                key -> false);
        Admission apart = new Admission(caps, 0, 1);
        for (String rollup : List.of("s", "v")) {
            assertEquals(rollup + "a1", apart.keyFor(rollup + "a1", 0));
            assertEquals(rollup + "a2", apart.keyFor(rollup + "a2", 0));
            assertEquals(rollup + "keys", apart.keyFor(rollup + "a3", 0));
            assertEquals(rollup + "groups", apart.keyFor(rollup + "b1", 0));
        }
    }

    @Test
    void newDay_beginsWithNewCaps_andAnOldOneIsForgotten() {
        for (int i = 0; i < 10; i++) {
            admission.keyFor("a" + i, 0);
        }
        assertEquals("a9", admission.keyFor("a9", Tile.DAY.millis()));
        assertEquals(List.of(), admission.forget(Tile.DAY.millis() - 1));
        assertEquals(List.of(0L), admission.forget(Tile.DAY.millis()));
    }

    @Test
    void restored_decidesAsBefore() {
        List<Admission.Admitted> stored = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            admission.keyFor("a" + i, 7);
        }
        admission.drain((day, key) -> stored.add(new Admission.Admitted(day, key)));
        admission.drain((day, key) -> stored.add(new Admission.Admitted(-1, "twice")));
        assertEquals(3, stored.size());
        Admission again = new Admission(CAPS, 5, 1);
        stored.forEach(again::restore);
        assertEquals("a0", again.keyFor("a0", 9));
        assertEquals("a~5", again.keyFor("a9", 9));
    }

    @Test
    void shares_holdAWholeCapOfNames_andBoundAFlood() {
        Random random = new Random(3);
        int cap = 2_000;
        int partitions = 6;
        Map<Integer, Set<String>> byPartition = new HashMap<>();
        for (int i = 0; i < cap; i++) {
            String name = "n" + random.nextLong();
            byPartition
                    .computeIfAbsent(Math.floorMod(name.hashCode(), partitions), absent -> new HashSet<>())
                    .add(name);
        }
        int share = Caps.share(cap, partitions);
        byPartition.values().forEach(names -> assertTrue(names.size() <= share, names.size() + " of " + share));
        assertTrue(Caps.most(cap, partitions) < 1.3 * cap, "bound " + Caps.most(cap, partitions));
        assertEquals(cap, Caps.share(cap, 1));
    }

    @Test
    void keyThatIsAlwaysToldApart_takesNobodysPlace() {
        for (String key : new String[] {"a1", "a2", "a3"}) {
            assertEquals("!" + key, admission.keyFor("!" + key, 0));
        }
        assertEquals("a1", admission.keyFor("a1", 0));
        assertEquals("a2", admission.keyFor("a2", 0));
        assertEquals("a3", admission.keyFor("a3", 0));
        assertEquals("a~5", admission.keyFor("a4", 0));
        assertEquals("!a4", admission.keyFor("!a4", 0));
    }
}
