package dev.weir.topology.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.testing.Vectors;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RateControllerTest {

    @Test
    void ticks_giveReferenceAveragesAndRates() throws IOException {
        Vectors vectors = Vectors.read("04_rate_controller");
        for (JsonNode one : vectors.casesOf("")) {
            RateController controller = new RateController(
                    one.get("target_per_tick").asDouble(),
                    one.get("pmin").asDouble(),
                    one.get("pmax").asDouble(),
                    one.get("smooth").asDouble(),
                    one.get("max_step").asDouble());
            RateController.State state =
                    RateController.State.startingAt(one.get("p0").asDouble());
            for (int tick = 0; tick < one.get("counts").size(); tick++) {
                state = controller.afterTick(state, one.get("counts").get(tick).asLong());
                String what = one.get("name").asText() + " tick " + tick;
                vectors.assertNear(one.get("ewma").get(tick).asDouble(), state.average(), what);
                vectors.assertNear(one.get("wanted").get(tick).asDouble(), controller.wanted(state.average()), what);
                vectors.assertNear(one.get("rate_for_next_tick").get(tick).asDouble(), state.rate(), what);
            }
        }
    }

    @Test
    void silence_raisesTheRateToTheMostAndNeverToNaN() {
        RateController controller = RateController.withTarget(1);
        RateController.State state = RateController.State.startingAt(0.001);
        for (int tick = 0; tick < 50; tick++) {
            state = controller.afterTick(state, 0);
        }
        assertEquals(1, state.rate());
    }
}
