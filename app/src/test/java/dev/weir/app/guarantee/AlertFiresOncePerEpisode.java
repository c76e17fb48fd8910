package dev.weir.app.guarantee;

import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An alert that fires does not fire again before it is over, each transition is published once, and every one that matters is
 * notified. An episode is an alert and the start of its first breach; a correction may take it back and open it again. To be
 * told the transitions of {@code weir.alert-history} in the order of each alert. Thread-safe.
 */
public final class AlertFiresOncePerEpisode {

    private final Map<String, Alert> last = new HashMap<>();
    private final Set<String> events = new HashSet<>();
    private final Set<String> toNotify = new TreeSet<>();
    private final Set<String> notified = new TreeSet<>();
    private final List<String> violations = new ArrayList<>();
    private int fired;

    /** A transition was published. */
    public synchronized void published(Alert alert) {
        String name = alert.getRuleId() + " " + alert.getAlertId() + " since " + alert.getStartsAt() + ", "
                + alert.getStatus();
        if (!events.add(alert.getEventId())) {
            violations.add(name + ": published twice");
            return;
        }
        Alert before = last.put(alert.getAlertId(), alert);
        requireOrder(name, alert, before);
        if (alert.getStatus() == AlertStatus.FIRING) {
            fired++;
            toNotify.add(alert.getEventId());
        }
        if (before == null || !lasts(before)) {
            if (!lasts(alert)) {
                violations.add(name + ": ends: expected it to last before");
            }
            return;
        }
        requireAfter(name, alert, before);
    }

    /** What may follow a transition after which the alert lasts. */
    private void requireAfter(String name, Alert alert, Alert before) {
        boolean fires = before.getStatus() == AlertStatus.FIRING;
        if (alert.getStatus() == AlertStatus.FIRING && fires) {
            violations.add(name + ": fires again: expected an end since " + before.getStartsAt());
        }
        if (alert.getStatus() == AlertStatus.PENDING) {
            violations.add(name + ": begins: expected the episode since " + before.getStartsAt() + " to be over");
        }
        if (!lasts(alert) && fires) {
            toNotify.add(alert.getEventId());
        }
    }

    private void requireOrder(String name, Alert alert, @Nullable Alert before) {
        Instant start = alert.getStartsAt();
        long next = 0;
        if (before != null) {
            boolean same = before.getStartsAt().equals(start);
            next = same ? before.getRevision() + 1 : 0;
            if (start.isBefore(before.getStartsAt())) {
                violations.add(name + ": expected an episode after " + before.getStartsAt());
            }
            if (lasts(before) && !same) {
                violations.add(name + ": expected an end of the episode since " + before.getStartsAt());
            }
        }
        if (alert.getRevision() != next) {
            violations.add(name + ": revision " + alert.getRevision() + ": expected " + next);
        }
    }

    private static boolean lasts(Alert alert) {
        return switch (alert.getStatus()) {
            case PENDING, FIRING -> true;
            case RESOLVED, CORRECTED, NO_DATA -> false;
        };
    }

    /** A receiver was told of a transition; more than once is harmless, for it has an id. */
    public synchronized void notified(String eventId) {
        notified.add(eventId);
    }

    /** How often alerts began to fire. */
    public synchronized int fired() {
        return fired;
    }

    /** What is broken in the published transitions. */
    public synchronized List<String> violations() {
        List<String> all = new ArrayList<>(violations);
        if (fired == 0) {
            all.add("no alert has fired: expected one at least, or nothing is proved");
        }
        return all;
    }

    /** What is broken between transitions and notifications. */
    public synchronized List<String> notificationViolations() {
        List<String> all = new ArrayList<>();
        toNotify.stream()
                .filter(event -> !notified.contains(event))
                .forEach(event -> all.add("transition " + event + ": nobody was told"));
        notified.stream()
                .filter(event -> !events.contains(event))
                .forEach(event -> all.add("transition " + event + ": told and never published"));
        return all;
    }

    /** Fails unless each episode fired once. */
    public void require() {
        Violations.requireNone("alert fires once per episode", violations());
    }

    /** Fails unless each episode fired once, and receivers were told of what matters. */
    public void requireNotified() {
        List<String> all = new ArrayList<>(violations());
        all.addAll(notificationViolations());
        Violations.requireNone("alert fires once per episode", all);
    }
}
