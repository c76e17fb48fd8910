package dev.weir.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.supervision.PartHealth;
import dev.weir.schemas.supervision.PartHealth.State;
import dev.weir.schemas.supervision.SupervisedLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PartsTest {

    private final Parts parts = new Parts();

    @Test
    void eachPart_isNamedWithItsReason_byItsState() {
        parts.add(
                () -> Map.of("topology", PartHealth.up(), "alerting", PartHealth.down("streams application is ERROR")));
        parts.add(SupervisedLoop.every(Duration.ofHours(1), "price-watch", () -> {}, () -> ""));
        parts.add(() -> Map.of("judge-evaluator-llm", PartHealth.degraded("its endpoint fails, tasks wait: http_500")));

        assertEquals(Map.of("alerting", "streams application is ERROR"), parts.in(State.DOWN));
        assertEquals(
                Map.of("judge-evaluator-llm", "its endpoint fails, tasks wait: http_500"), parts.in(State.DEGRADED));
        assertEquals(
                List.of(
                        "alerting: streams application is ERROR",
                        "judge-evaluator-llm: its endpoint fails, tasks wait: http_500"),
                parts.troubles());
    }

    @Test
    void threadThatDies_isNamed() throws Exception {
        SupervisedLoop loop = SupervisedLoop.every(Duration.ofHours(1), "rules-watch", () -> {
            throw new StackOverflowError();
        });
        parts.add(loop);
        loop.start();
        loop.ended().exceptionally(failure -> null).get(10, TimeUnit.SECONDS);
        assertEquals(Map.of("rules-watch", "given up: StackOverflowError"), parts.in(State.DOWN));
    }

    @Test
    void stop_endsThreadsTogether() throws Exception {
        SupervisedLoop one = SupervisedLoop.every(Duration.ofHours(1), "one", () -> {});
        SupervisedLoop other = SupervisedLoop.every(Duration.ofHours(1), "other", () -> {});
        List.of(one, other).forEach(loop -> {
            parts.add(loop);
            loop.start();
        });
        parts.stop();
        one.ended().get(10, TimeUnit.SECONDS);
        other.ended().get(10, TimeUnit.SECONDS);
        assertTrue(parts.troubles().isEmpty());
    }
}
