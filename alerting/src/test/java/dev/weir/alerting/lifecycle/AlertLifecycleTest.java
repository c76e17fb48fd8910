package dev.weir.alerting.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.detect.Verdict;
import dev.weir.alerting.lifecycle.AlertLifecycle.Result;
import dev.weir.alerting.lifecycle.AlertState.Inactive;
import dev.weir.alerting.lifecycle.Transition.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertLifecycleTest {

    private static final Timing AT_ONCE = new Timing(Duration.ZERO, Duration.ZERO, Duration.ofMinutes(2));
    private static final Timing PATIENT =
            new Timing(Duration.ofMinutes(3), Duration.ofMinutes(2), Duration.ofMinutes(4));
    private static final Timing LONG = new Timing(Duration.ofMinutes(30), Duration.ofMinutes(2), Duration.ofMinutes(4));

    @Test
    void heldForExactlyFor_fires() {
        List<Transition> seen = run("bbb", PATIENT);
        assertEquals(List.of(Kind.PENDING, Kind.FIRING), kinds(seen));
        assertEquals(minute(0), seen.get(1).startsAt());
    }

    @Test
    void clearBetween_startsAnew() {
        assertEquals(List.of(Kind.PENDING, Kind.LAPSED, Kind.PENDING), kinds(run("bb.cbb", PATIENT)));
    }

    @Test
    void breachWithinKeepTime_isOneEpisode() {
        assertEquals(List.of(Kind.PENDING, Kind.FIRING), kinds(run("bbbcbcb", PATIENT)));
        assertEquals(
                List.of(Kind.PENDING, Kind.FIRING, Kind.RESOLVED),
                kinds(run("bbbccb", PATIENT)).subList(0, 3));
    }

    @Test
    void insufficientWindows_neitherHoldNorClear() {
        assertEquals(List.of(Kind.FIRING), kinds(run("b?", AT_ONCE)));
        assertEquals(List.of(Kind.FIRING, Kind.NO_DATA), kinds(run("b????", AT_ONCE)));
        assertEquals(List.of(), kinds(run("????", AT_ONCE)));
    }

    @Test
    void gapLongerThanPatience_endsTheEpisode() {
        List<Transition> seen = run("b......b", AT_ONCE);
        assertEquals(List.of(Kind.FIRING, Kind.NO_DATA, Kind.FIRING), kinds(seen));
        assertEquals(minute(3), seen.get(1).endsAt());
        assertEquals(minute(7), seen.get(2).startsAt());
    }

    @Test
    void expiredShift_resolvesAsExpired() {
        List<Transition> seen = run("bbe", AT_ONCE);
        assertEquals(Transition.EndReason.EXPIRED, seen.get(1).reason());
    }

    @Test
    void correctionOfTheDecidingWindow_onlyWhenNothingLaterBearsItOut() {
        AlertState firing = last("b", AT_ONCE);
        Result corrected = AlertLifecycle.restate(firing, evidence(0, Verdict.CLEAR), true, AT_ONCE);
        assertEquals(List.of(Kind.CORRECTED), kinds(corrected.transitions()));
        AlertState confirmed = last("bb", AT_ONCE);
        assertTrue(AlertLifecycle.restate(confirmed, evidence(0, Verdict.CLEAR), false, AT_ONCE)
                .transitions()
                .isEmpty());
    }

    @Test
    void correctionOfTheNewestBreach_countsAsClear() {
        Result retracted = AlertLifecycle.restate(last("bb", AT_ONCE), evidence(1, Verdict.CLEAR), true, AT_ONCE);
        assertTrue(retracted.transitions().isEmpty());
        Result next = AlertLifecycle.observe(retracted.state(), evidence(2, Verdict.CLEAR), AT_ONCE);
        assertEquals(List.of(Kind.RESOLVED), kinds(next.transitions()));
        assertEquals(minute(1), next.transitions().get(0).endsAt());
    }

    @Test
    void correctionOutsideTheEpisode_changesNothing() {
        AlertState firing = last("cb", AT_ONCE);
        assertEquals(
                firing,
                AlertLifecycle.restate(firing, evidence(0, Verdict.CLEAR), false, AT_ONCE)
                        .state());
        assertEquals(
                firing,
                AlertLifecycle.restate(firing, evidence(0, Verdict.BREACH), false, AT_ONCE)
                        .state());
    }

    @Test
    void lateWindow_takesNothingBackInTime() {
        AlertState firing = last("b.b", AT_ONCE);
        Result breach = AlertLifecycle.observe(firing, evidence(1, Verdict.BREACH), AT_ONCE);
        assertEquals(firing, breach.state());
        Result expired = AlertLifecycle.observe(firing, evidence(1, Verdict.EXPIRED), AT_ONCE);
        assertEquals(minute(3), expired.transitions().get(0).endsAt());
        AlertState pending = last("b.b", LONG);
        assertEquals(
                pending,
                AlertLifecycle.observe(pending, evidence(1, Verdict.BREACH), LONG)
                        .state());
        Result silence = AlertLifecycle.advance(breach.state(), minute(5), AT_ONCE);
        assertEquals(minute(5), silence.transitions().get(0).endsAt());
    }

    @Test
    void deletedRule_endsOnce() {
        Result first = AlertLifecycle.deleteRule(last("b", AT_ONCE));
        assertEquals(List.of(Kind.RESOLVED), kinds(first.transitions()));
        assertTrue(AlertLifecycle.deleteRule(first.state()).transitions().isEmpty());
    }

    @Test
    void pastEpisode_isForgottenAfterTwoDays() {
        AlertState over = AlertLifecycle.deleteRule(last("b", AT_ONCE)).state();
        assertFalse(AlertLifecycle.forgettable(over, minute(60)));
        assertTrue(AlertLifecycle.forgettable(over, minute(60 * 49)));
        assertFalse(AlertLifecycle.forgettable(last("b", AT_ONCE), minute(60 * 49)));
    }

    /** 3,000 random stories of windows, gaps, corrections and progress: the grammar of an alert's life always holds. */
    @Test
    void anyStory_firesOncePerEpisodeAndEndsOnce() {
        for (int story = 0; story < 3_000; story++) {
            long seed = 1000L + story;
            Random random = new Random(seed);
            Timing timing = new Timing(
                    Duration.ofMinutes(random.nextInt(4)),
                    Duration.ofMinutes(random.nextInt(4)),
                    Duration.ofMinutes(2L + random.nextInt(4)));
            List<Transition> seen = story(random, timing);
            Set<String> ids = new HashSet<>();
            boolean pending = false;
            boolean firing = false;
            for (Transition transition : seen) {
                String where = "seed " + seed + " " + kinds(seen);
                if (transition.kind() != Kind.LAPSED) {
                    assertTrue(ids.add(transition.startsAt() + "/" + transition.revision()), where);
                }
                switch (transition.kind()) {
                    case PENDING -> {
                        assertTrue(!pending && !firing, where);
                        pending = true;
                    }
                    case LAPSED -> {
                        assertTrue(pending, where);
                        pending = false;
                    }
                    case FIRING -> {
                        assertFalse(firing, where);
                        pending = false;
                        firing = true;
                    }
                    case RESOLVED, CORRECTED, NO_DATA -> {
                        assertTrue(firing, where);
                        Instant end = Objects.requireNonNull(transition.endsAt(), where);
                        assertFalse(end.isBefore(transition.startsAt()), where);
                        firing = false;
                    }
                }
            }
        }
    }

    /** However often progress comes between windows, as long as it is true, the transitions are the same. */
    @Test
    void progressAtAnyBoundary_changesNothing() {
        for (int story = 0; story < 1_000; story++) {
            long seed = story;
            Random random = new Random(seed);
            StringBuilder windows = new StringBuilder();
            for (int i = 0; i < 60; i++) {
                windows.append("bbbccc??...".charAt(random.nextInt(11)));
            }
            windows.append("c");
            assertEquals(
                    run(windows.toString(), PATIENT),
                    runWithProgress(windows.toString(), PATIENT),
                    "seed " + seed + " " + windows);
        }
    }

    private static List<Transition> story(Random random, Timing timing) {
        List<Transition> seen = new ArrayList<>();
        AlertState state = Inactive.NEW;
        for (int minute = 0; minute < 60; minute++) {
            Verdict verdict = Verdict.values()[random.nextInt(4)];
            int what = random.nextInt(10);
            Result result;
            if (what < 6) {
                result = AlertLifecycle.observe(state, evidence(minute, verdict), timing);
            } else if (what < 8) {
                int restated = Math.max(0, minute - 1 - random.nextInt(4));
                result = AlertLifecycle.restate(state, evidence(restated, verdict), restated == minute - 1, timing);
            } else {
                result = AlertLifecycle.advance(state, minute(minute), timing);
            }
            state = result.state();
            seen.addAll(result.transitions());
        }
        return seen;
    }

    private static List<Transition> run(String windows, Timing timing) {
        return run(windows, timing, false);
    }

    private static List<Transition> runWithProgress(String windows, Timing timing) {
        return run(windows, timing, true);
    }

    private static List<Transition> run(String windows, Timing timing, boolean progress) {
        List<Transition> seen = new ArrayList<>();
        AlertState state = Inactive.NEW;
        for (int minute = 0; minute < windows.length(); minute++) {
            Result result = step(state, windows.charAt(minute), minute, timing);
            seen.addAll(result.transitions());
            state = result.state();
            if (progress) {
                Result advanced = AlertLifecycle.advance(state, minute(minute + 1), timing);
                seen.addAll(advanced.transitions());
                state = advanced.state();
            }
        }
        return seen;
    }

    private static AlertState last(String windows, Timing timing) {
        AlertState state = Inactive.NEW;
        for (int minute = 0; minute < windows.length(); minute++) {
            state = step(state, windows.charAt(minute), minute, timing).state();
        }
        return state;
    }

    private static Result step(AlertState state, char window, int minute, Timing timing) {
        return switch (window) {
            case 'b' -> AlertLifecycle.observe(state, evidence(minute, Verdict.BREACH), timing);
            case 'c' -> AlertLifecycle.observe(state, evidence(minute, Verdict.CLEAR), timing);
            case 'e' -> AlertLifecycle.observe(state, evidence(minute, Verdict.EXPIRED), timing);
            case '?' -> AlertLifecycle.observe(state, evidence(minute, Verdict.INSUFFICIENT), timing);
            default -> new Result(state, List.of());
        };
    }

    private static List<Kind> kinds(List<Transition> transitions) {
        return transitions.stream().map(Transition::kind).toList();
    }

    private static Evidence evidence(int minute, Verdict verdict) {
        Finding finding = new Finding(verdict, 1.0, null, null, null, null, 10, null);
        return new Evidence(minute(minute), minute(minute + 1), finding, List.of(), Map.of());
    }

    private static Instant minute(int minute) {
        return Instant.EPOCH.plus(Duration.ofMinutes(minute));
    }
}
