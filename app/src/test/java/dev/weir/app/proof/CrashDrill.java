package dev.weir.app.proof;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Instances of the topology are killed, stopped, restarted, and find their state spoilt: no number changes. */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class CrashDrill {

    @Test
    @Tag("R1")
    void sixKills_changeNoNumber() throws Exception {
        Drill.full("R1", 1_000_000, 5_000, drill -> Crashes.killOneOfTwo(drill, 6));
    }

    @Test
    @Tag("R2")
    void bothKilled_comeBackToAnyState() throws Exception {
        Drill.full("R2", 300_000, 2_000, drill -> Crashes.killBoth(drill, List.of(Crashes.State.values())));
    }

    @Test
    @Tag("R4")
    void zombie_isFenced() throws Exception {
        Drill.full("R4", 100_000, 2_000, Crashes::freezeAndThaw);
    }

    @Test
    @Tag("R7")
    void rollingRestart_isSeenByNobody() throws Exception {
        Drill.full("R7", 120_000, 2_000, drill -> Crashes.restartInTurn(drill, 3));
    }

    @Test
    @Tag("R8")
    void restart_restoresTheSameState() throws Exception {
        Drill.full(
                "R8",
                100_000,
                2_000,
                drill -> Crashes.restoreState(drill, Path.of("../topology/src/test/resources/topology.txt")));
    }

    @Test
    @Tag("R9")
    void spoiltState_isRestored() throws Exception {
        Drill.full("R9", 100_000, 2_000, drill -> Crashes.spoilState(drill, List.of(StateFiles.Damage.values())));
    }
}
