package dev.weir.app.proof;

import dev.weir.app.proof.Replays.Course;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Short forms of the drills, as small as they still prove something; {@code mvn -Pdrills verify} runs them at size. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FaultsIT {

    @Test
    void poisonAndKills_changeNoNumber() throws Exception {
        Drill.brief("R1+R2+D1+D3", 16_000, Load.UNPACED, Inputs::everything);
    }

    @Test
    void lateCalls_standInTheRevisionTheyBelongTo() throws Exception {
        Drill.brief("D5", 4_000, Load.UNPACED, Inputs::outOfOrder);
    }

    @Test
    void stateOfToday_isReadByTheNextVersion() throws Exception {
        if (Boolean.getBoolean("weir.golden.write")) {
            Drill.brief("golden", 1, Load.UNPACED, GoldenState::write);
        }
        Drill.brief("R8", 1, Load.UNPACED, GoldenState::read);
    }

    @Test
    void otherPartitionsAndAKill_giveTheSameBytes() throws Exception {
        Drill.brief(
                "Z2",
                4_000,
                Load.UNPACED,
                drill -> Replays.sameWindows(drill, List.of(new Course(4, 2, 1, 0), new Course(1, 1, 1, 1))));
    }
}
