package dev.weir.app.proof;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records that are wrong, early, late, twice or not there: every other call counts where it belongs. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class InputDrill {

    @Test
    @Tag("D1")
    void tenPercentPoison_costsNoGoodCall() throws Exception {
        Drill.full("D1", 100_000, Load.UNPACED, drill -> Inputs.poison(drill, Poison.UNREADABLE, 10, false));
    }

    @Test
    @Tag("D3")
    void onePercentMistimed_costsNoOtherCall() throws Exception {
        Drill.full("D3", 200_000, Load.UNPACED, drill -> Inputs.poison(drill, Poison.MISTIMED, 100, false));
    }

    @Test
    @Tag("D3")
    void onePercentMistimedAndKilled_costsNoOtherCall() throws Exception {
        Drill.full("D3-killed", 200_000, Load.UNPACED, drill -> Inputs.poison(drill, Poison.MISTIMED, 100, true));
    }

    @Test
    @Tag("D4")
    void oldCalls_surviveTheBrokersSweep() throws Exception {
        Drill.full("D4", 50_000, Load.UNPACED, Inputs::oldWhileSwept);
    }

    @Test
    @Tag("D5")
    void lateCalls_standInTheRevisionTheyBelongTo() throws Exception {
        Drill.full("D5", 100_000, Load.UNPACED, Inputs::outOfOrder);
    }

    @Test
    @Tag("D6")
    void silence_closesWindows() throws Exception {
        Drill.full("D6", 2_000, Load.UNPACED, Inputs::silence);
    }

    @Test
    @Tag("D7")
    void callsSentTwice_countOnce() throws Exception {
        Drill.full("D7", 200_000, Load.UNPACED, drill -> Inputs.duplicates(drill, 20, true));
    }
}
