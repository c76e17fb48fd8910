package dev.weir.alerting.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertStatus;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Notifier} promises. Each implementation inherits it. */
abstract class NotifierContract {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    /** The notifier under test, the same in all of a test. */
    abstract Notifier notifier();

    /** What the receiver was told: one text for each notification, in order. */
    abstract List<String> told();

    static Notification of(AlertStatus status) {
        return new Notification(TestAlerts.alert("abc", 1, status), status == AlertStatus.FIRING);
    }

    @Test
    void name_isFitForAConsumerGroup_andTheSameWheneverItIsAsked() {
        String name = notifier().name();
        assertTrue(name.matches("[a-z][a-z0-9-]*"), name);
        notifier().deliver(of(AlertStatus.FIRING));
        assertEquals(name, notifier().name());
    }

    @Test
    void everyTransitionThatIsSent_isToldOnce_withRuleAndSeverity() {
        List<AlertStatus> sent =
                List.of(AlertStatus.FIRING, AlertStatus.RESOLVED, AlertStatus.CORRECTED, AlertStatus.NO_DATA);
        for (int i = 0; i < sent.size(); i++) {
            assertInstanceOf(Delivery.Delivered.class, notifier().deliver(of(sent.get(i))));
            assertEquals(i + 1, told().size(), sent.get(i).name());
            String text = told().get(i);
            assertTrue(text.contains("ErrorRate") && text.contains("critical"), text);
        }
    }

    @Test
    void firingAndOver_areToldDifferently() {
        notifier().deliver(of(AlertStatus.FIRING));
        notifier().deliver(of(AlertStatus.RESOLVED));
        assertTrue(!told().get(0).equals(told().get(1)), () -> told().get(0));
    }

    @Test
    void sameNotificationAgain_isTheSameText() {
        notifier().deliver(of(AlertStatus.FIRING));
        notifier().deliver(of(AlertStatus.FIRING));
        assertEquals(told().get(0), told().get(1));
    }

    @Test
    void hostileText_isOneTellingLikeAnyOther() {
        for (String text : List.of(
                "",
                "a\nb\r\nc",
                "\u001b[2J\u0000\u0007\u0085",
                "\"}],{\"status\":\"resolved\"",
                "%s %n",
                "x".repeat(100_000))) {
            int before = told().size();
            Alert alert = TestAlerts.alert("abc", 1, AlertStatus.FIRING);
            alert.setSummary(text);
            alert.getLabels().put("route", text);
            assertInstanceOf(Delivery.Delivered.class, notifier().deliver(new Notification(alert, true)));
            assertEquals(before + 1, told().size());
            String told = told().get(before);
            assertTrue(told.chars().noneMatch(c -> c < ' '), () -> "control characters in " + told);
        }
    }

    @Test
    void nameFromOutside_steersNoTerminal_turnsNoLine_andCallsNobody() {
        Alert alert = TestAlerts.alert("abc", 1, AlertStatus.FIRING);
        alert.getLabels().put("route", "\u202E\u200B\u009B2J<!channel> <https://evil.example|pay> @here");
        assertInstanceOf(Delivery.Delivered.class, notifier().deliver(new Notification(alert, true)));
        String told = told().get(0);
        assertTrue(told.codePoints().allMatch(NotifierContract::isSeen), told);
        assertEquals(readsMarkup(), !told.contains("<!") && !told.contains("<h") && !told.contains("@here"), told);
    }

    /** Whether the receiver may read markup in what it is told. */
    boolean readsMarkup() {
        return true;
    }

    private static boolean isSeen(int point) {
        int type = Character.getType(point);
        return type != Character.CONTROL && type != Character.FORMAT;
    }

    @Test
    void timeThatPasses_tellsNothingOfNoAlert() {
        notifier().tick(NOW);
        notifier().tick(NOW.plusSeconds(3_600));
        assertEquals(List.of(), told());
    }
}
