package dev.weir.topology.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.topology.evaluation.WaitingEvaluations.Waiter;
import dev.weir.topology.otlp.Evaluation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WaitingEvaluationsTest {

    private static PendingEvaluation asked(String dimension) {
        return new PendingEvaluation(
                new Evaluation(
                        dimension,
                        0.5,
                        null,
                        "judge",
                        null,
                        EvaluatorType.HUMAN,
                        "t",
                        "s",
                        null,
                        Instant.parse("2026-11-20T10:00:00.000001Z"),
                        null,
                        "because",
                        null),
                1_000);
    }

    @Test
    void whatWaits_isTakenByKeyOnce() {
        WaitingEvaluations waiting = new WaitingEvaluations();
        waiting.add(1, 10, asked("a"));
        waiting.add(2, 10, asked("b"));
        waiting.add(1, 5, asked("c"));

        assertEquals(List.of(asked("a"), asked("c")), waiting.take(1));
        assertEquals(List.of(), waiting.take(1));
        assertEquals(List.of(), waiting.takeDue(9));
        assertEquals(List.of(asked("b")), waiting.takeDue(10));
        assertEquals(0, waiting.size());
    }

    @Test
    void whatWasWritten_waitsOnAfterARestart() {
        Map<Long, Waiter> store = new TreeMap<>();
        WaitingEvaluations waiting = new WaitingEvaluations();
        waiting.add(1, 10, asked("a"));
        waiting.add(2, 20, asked("b"));
        waiting.drain(store::put, store::remove);
        waiting.take(1);
        waiting.add(3, 30, asked("never written"));
        waiting.take(3);
        List<Long> gone = new ArrayList<>();
        waiting.drain(store::put, gone::add);
        gone.forEach(store::remove);
        WaitingEvaluations restored = new WaitingEvaluations();
        store.values().forEach(restored::restore);

        assertEquals(List.of(0L), gone, "what came and went between two commits is never written");
        assertEquals(1, restored.size());
        assertEquals(List.of(asked("b")), restored.take(2));
    }

    @Test
    void everyField_survivesItsBytes() {
        Evaluation full = new Evaluation(
                "d",
                -1e-300,
                "label",
                "id",
                "v",
                EvaluatorType.UNKNOWN,
                "t",
                "s",
                "r",
                Instant.EPOCH,
                "error",
                "x",
                0.25);
        Evaluation bare =
                new Evaluation("d", null, null, null, null, null, null, null, "r", Instant.EPOCH, null, null, null);

        assertEquals(
                new PendingEvaluation(full, 5), PendingEvaluation.fromBytes(new PendingEvaluation(full, 5).toBytes()));
        assertEquals(
                new PendingEvaluation(bare, -5),
                PendingEvaluation.fromBytes(new PendingEvaluation(bare, -5).toBytes()));
    }
}
