package dev.weir.app.proof;

import dev.weir.app.proof.Replays.Course;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same input gives the same windows, byte for byte. */
@Timeout(value = 45, unit = TimeUnit.MINUTES)
class ReplayDrill {

    @Test
    @Tag("Z2")
    void sameInput_givesTheSameBytes() throws Exception {
        Drill.full(
                "Z2",
                200_000,
                Load.UNPACED,
                drill -> Replays.sameWindows(
                        drill,
                        List.of(
                                new Course(4, 2, 1, 0),
                                new Course(4, 1, 2, 3),
                                new Course(1, 1, 1, 1),
                                new Course(7, 3, 2, 2))));
    }
}
