package dev.weir.app.guarantee;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The guarantee notices an alert that fires twice, an end without a beginning and a transition that is lost or doubled. */
class AlertFiresOncePerEpisodeTest {

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private final AlertFiresOncePerEpisode guarantee = new AlertFiresOncePerEpisode();

    private void published(int episode, long revision, AlertStatus status) {
        Alert alert = new Alert();
        alert.setAlertId("abc");
        alert.setRuleId("ErrorRate");
        alert.setStartsAt(START.plusSeconds(600L * episode));
        alert.setRevision(revision);
        alert.setEventId(id(episode, revision));
        alert.setStatus(status);
        guarantee.published(alert);
    }

    private static String id(int episode, long revision) {
        return "abc-" + episode + "-" + revision;
    }

    private void onlyViolation(String end) {
        List<String> violations = guarantee.violations();
        assertEquals(1, violations.size(), violations.toString());
        assertTrue(violations.get(0).endsWith(end), violations.get(0));
        assertThrows(AssertionError.class, () -> guarantee.require());
    }

    private void episode(int episode) {
        published(episode, 0, AlertStatus.PENDING);
        published(episode, 1, AlertStatus.FIRING);
        published(episode, 2, AlertStatus.RESOLVED);
    }

    @Test
    void episodesOneAfterTheOther_hold_alsoWhereOneIsTakenBackAndOpensAgain() {
        episode(0);
        published(1, 0, AlertStatus.FIRING);
        published(1, 1, AlertStatus.CORRECTED);
        published(1, 2, AlertStatus.FIRING);
        published(1, 3, AlertStatus.NO_DATA);
        published(2, 0, AlertStatus.PENDING);
        published(2, 1, AlertStatus.RESOLVED);

        assertEquals(3, guarantee.fired());
        assertDoesNotThrow(() -> guarantee.require());
    }

    @Test
    void alertThatFiresTwiceInAnEpisode_isNoticed() {
        published(0, 0, AlertStatus.FIRING);
        published(0, 1, AlertStatus.FIRING);
        onlyViolation("fires again: expected an end since 2026-11-20T10:00:00Z");
    }

    @Test
    void alertThatFiresAnew_whileItStillFires_isNoticed() {
        published(0, 0, AlertStatus.FIRING);
        published(1, 0, AlertStatus.FIRING);
        assertEquals(2, guarantee.violations().size(), guarantee.violations().toString());
    }

    @Test
    void transitionPublishedTwice_isNoticed() {
        episode(0);
        published(0, 2, AlertStatus.RESOLVED);
        onlyViolation("published twice");
    }

    @Test
    void lostTransition_isNoticed() {
        published(0, 0, AlertStatus.PENDING);
        published(0, 2, AlertStatus.FIRING);
        onlyViolation("revision 2: expected 1");
    }

    @Test
    void endWithoutABeginning_isNoticed() {
        episode(0);
        published(1, 0, AlertStatus.RESOLVED);
        onlyViolation("ends: expected it to last before");
    }

    @Test
    void episodeOfThePast_isNoticed() {
        episode(1);
        episode(0);
        onlyViolation("expected an episode after 2026-11-20T10:10:00Z");
    }

    @Test
    void nothingFired_provesNothing() {
        onlyViolation("no alert has fired: expected one at least, or nothing is proved");
    }

    @Test
    void transitionsThatMatter_haveToBeNotified_andNoOther() {
        episode(0);
        guarantee.notified(id(0, 1));
        guarantee.notified(id(0, 1));
        assertEquals(List.of("transition " + id(0, 2) + ": nobody was told"), guarantee.notificationViolations());
        guarantee.notified(id(0, 2));
        assertDoesNotThrow(() -> guarantee.requireNotified());

        guarantee.notified("made up");
        assertEquals(List.of("transition made up: told and never published"), guarantee.notificationViolations());
    }
}
