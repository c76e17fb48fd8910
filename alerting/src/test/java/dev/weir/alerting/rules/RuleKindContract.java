package dev.weir.alerting.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.alerting.StoredForm;
import dev.weir.alerting.avro.BaselineState;
import dev.weir.alerting.detect.Verdict;
import dev.weir.alerting.rules.RuleKind.Decision;
import dev.weir.alerting.rules.RuleKind.Memory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** What every kind of rule keeps; a kind's test inherits it. */
abstract class RuleKindContract {

    private static final Instant START = Instant.parse("2026-11-30T00:00:00Z");

    /** A rule of the kind as a rules file writes it, in one line, with the name {@code Rule}. */
    abstract String yaml();

    /** What windows say in a story that breaks the rule in its last third; the same for the same seed. */
    abstract List<Observation> story(long seed);

    final AlertRule rule() {
        return parse(yaml());
    }

    private static AlertRule parse(String yaml) {
        try {
            return RuleFile.parse("r.yaml", file(yaml)).rules().get(0);
        } catch (InvalidRulesException e) {
            throw new AssertionError(e);
        }
    }

    private static String file(String yaml) {
        return "groups:\n  - name: g\n    rules:\n      - " + yaml + "\n";
    }

    private static Instant window(int i) {
        return START.plus(Duration.ofMinutes(i));
    }

    private static List<Decision> run(RuleKind kind, List<Observation> story) {
        List<Decision> decisions = new ArrayList<>();
        Memory memory = kind.start();
        for (int i = 0; i < story.size(); i++) {
            Decision decision = memory.observe(window(i), story.get(i));
            decisions.add(decision);
            memory = decision.next();
        }
        return decisions;
    }

    @Test
    final void story_breaksTheRuleOnlyAtItsEnd() {
        List<Verdict> verdicts = run(rule().kind(), story(1)).stream()
                .map(decision -> decision.finding().verdict())
                .toList();
        int calm = verdicts.size() * 2 / 3;
        assertFalse(verdicts.subList(0, calm).contains(Verdict.BREACH), verdicts::toString);
        assertTrue(verdicts.subList(calm, verdicts.size()).contains(Verdict.BREACH), verdicts::toString);
    }

    @Test
    final void observing_isAFunctionOfMemoryAndObservation() {
        RuleKind kind = rule().kind();
        Memory memory = kind.start();
        List<Observation> story = story(2);
        for (int i = 0; i < story.size(); i++) {
            Decision once = memory.observe(window(i), story.get(i));
            assertEquals(once, memory.observe(window(i), story.get(i)), "window " + i);
            memory = once.next();
        }
    }

    @Test
    final void memoryThatWasStored_decidesAsIfItHadBeenKept() {
        long seed = 3;
        Random random = new Random(seed);
        RuleKind kind = rule().kind();
        List<Observation> story = story(seed);
        List<Decision> kept = run(kind, story);
        Memory memory = kind.start();
        for (int i = 0; i < story.size(); i++) {
            if (random.nextInt(3) == 0) {
                memory =
                        memory.stored().map(StoredForm::copy).map(kind::restore).orElse(kind.start());
            }
            Decision decision = memory.observe(window(i), story.get(i));
            assertEquals(kept.get(i), decision, "seed " + seed + ", window " + i);
            memory = decision.next();
        }
    }

    @Test
    final void windowThatSaysNothing_isInsufficientAndTeachesNothing() {
        RuleKind kind = rule().kind();
        List<Decision> before = run(kind, story(4));
        Memory memory = before.get(before.size() - 1).next();
        Decision decision = memory.observe(window(before.size()), new Observation.Unknown(0));
        assertEquals(Verdict.INSUFFICIENT, decision.finding().verdict());
        assertEquals(null, decision.finding().value(), "unknown, not zero");
        assertEquals(memory, decision.next());
    }

    @Test
    final void kindThatLearns_stores_andTheOthersDoNot() {
        RuleKind kind = rule().kind();
        List<Decision> decisions = run(kind, story(5));
        assertEquals(
                kind.learns(),
                decisions.get(decisions.size() - 1).next().stored().isPresent());
    }

    @Test
    final void stateOfAnotherKind_isAStart() {
        RuleKind kind = rule().kind();
        SpecificRecord foreign = new BaselineState(1.0, 1.0, 0.0, 8);
        assertEquals(kind.start(), kind.restore(foreign));
    }

    @Test
    final void description_isComplete() {
        AlertRule rule = rule();
        assertFalse(rule.kind().operator().isBlank());
        assertFalse(rule.kind().statistic().name().isBlank());
        assertTrue(rule.kind().statistic().minCalls() >= 1);
        assertEquals(rule.kind().periodic(), rule.timing().periodic());
        assertNotEquals("", rule.measure().unit());
    }

    @Test
    final void keyOfNoKind_isRefused() {
        String wrong = yaml().replace("{alert: Rule", "{alert: Rule, abve: 1");
        InvalidRulesException refused =
                assertThrows(InvalidRulesException.class, () -> RuleFile.parse("r.yaml", file(wrong)));
        assertTrue(
                refused.problems().get(0).startsWith("r.yaml:4 groups[0].rules[0].abve = 1: unknown key, did you mean"),
                refused.problems()::toString);
    }

    @Test
    final void equalText_isAnEqualRule() {
        assertEquals(rule().kind(), parse(yaml()).kind());
        assertEquals(rule().version(), parse(yaml()).version());
    }
}
