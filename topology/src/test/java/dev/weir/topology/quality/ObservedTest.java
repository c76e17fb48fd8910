package dev.weir.topology.quality;

import static dev.weir.topology.quality.QualityScores.observed;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.ObservedEvaluations;
import dev.weir.schemas.avro.ScoreStatus;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservedTest {

    private static byte[] bytes(Observed observed) {
        WireWriter out = new WireWriter();
        observed.write(out);
        return out.toBytes();
    }

    private static Observed of(String evaluator) {
        Observed one = new Observed();
        one.add(observed(evaluator, "helpful", 1.0, null));
        return one;
    }

    private static List<String> evaluators(Observed observed) {
        return observed.toRecords().stream()
                .map(ObservedEvaluations::getEvaluatorId)
                .toList();
    }

    @Test
    void evaluatorTypeAndDimension_areCountedApart_inTheirOrder() {
        Observed observed = new Observed();
        observed.add(observed("b", "long dimension", 1.0, null));
        observed.add(observed("b", "d", 1.0, null));
        observed.add(observed("a long evaluator", "d", 1.0, null));
        observed.add(observed("b", "d", 0.0, "no"));
        var byModel = observed("b", "d", 0.5, null);
        byModel.setEvaluatorType(EvaluatorType.LLM_JUDGE);
        observed.add(byModel);
        var failed = observed("b", "d", null, null);
        failed.setStatus(ScoreStatus.TIMEOUT);
        observed.add(failed);

        List<String> said = observed.toRecords().stream()
                .map(one -> one.getEvaluatorId() + "/" + one.getEvaluatorType() + "/" + one.getDimension() + " "
                        + one.getN() + " " + one.getFailed())
                .toList();
        assertEquals(
                List.of(
                        "a long evaluator/HUMAN/d 1 0",
                        "b/LLM_JUDGE/d 1 0",
                        "b/HUMAN/d 2 1",
                        "b/HUMAN/long dimension 1 0"),
                said);
    }

    @Test
    void nameThatLooksLikeTheOthers_isChanged() {
        Observed observed = of("~other");
        assertEquals(List.of("_other"), evaluators(observed));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void pairsBeyondTheLimit_theShortestAreCountedByName_inWhateverOrder(long seed) {
        Random random = new Random(seed);
        int most = Observed.MOST;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 3 * most; i++) {
            names.add(String.valueOf(1_000 + i));
            names.add("long " + i);
        }
        Observed inOrder = new Observed();
        names.forEach(name -> inOrder.merge(of(name), 1));
        Collections.shuffle(names, random);
        Observed shuffled = new Observed();
        Observed part = new Observed();
        for (String name : names) {
            part.merge(of(name), 1);
            if (random.nextInt(150) == 0) {
                shuffled.merge(Observed.read(new WireReader(bytes(part))), 1);
                part.clear();
            }
        }
        shuffled.merge(part, 1);

        assertArrayEquals(bytes(inOrder), bytes(shuffled), "seed " + seed);
        List<String> kept = evaluators(shuffled);
        assertEquals(most + 1, kept.size());
        assertEquals("1000", kept.get(0));
        assertEquals(String.valueOf(1_000 + most - 1), kept.get(most - 1));
        ObservedEvaluations others = shuffled.toRecords().get(most);
        assertEquals("~other", others.getEvaluatorId());
        assertEquals(5L * most, others.getN());
    }

    @Test
    void evictedPair_isTakenAwayFromTheOthers() {
        Observed observed = of("the longest name of all");
        for (int i = 0; i < Observed.MOST; i++) {
            observed.merge(of("e" + i), 1);
        }
        assertEquals(Observed.MOST + 1, observed.toRecords().size());

        observed.merge(of("the longest name of all"), -1);
        assertEquals(Observed.MOST, observed.toRecords().size());
    }

    @Test
    void everythingTakenAway_saysNothing() {
        Observed observed = of("a");
        observed.merge(of("a"), -1);
        assertEquals(List.of(), observed.toRecords());

        observed.clear();
        assertArrayEquals(bytes(new Observed()), bytes(observed));
    }
}
