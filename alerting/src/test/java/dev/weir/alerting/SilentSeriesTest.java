package dev.weir.alerting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.alerting.rules.InvalidRulesException;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertStatus;
import dev.weir.schemas.avro.Progress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What progress says of a series that publishes no window: that it is silent, or only that it is waited for. */
class SilentSeriesTest extends AlertingHarness {

    @Test
    void silentSeries_endsAsNoData() throws InvalidRulesException {
        start(AlertingTopologyTest.RULES.replace("for: 3m", "for: 1m"));
        send(Windows.errors(0, 0, 20));
        progress(Topics.WINDOW_QUALITY, Windows.minute(60), false);
        progress(Topics.WINDOW_STATS, Windows.minute(5), false);
        assertEquals(List.of(AlertStatus.FIRING), statuses(history()));
        progress(Topics.WINDOW_STATS, Windows.minute(6), false);
        List<Alert> history = history();
        assertEquals(List.of(AlertStatus.NO_DATA), statuses(history));
        assertEquals(Windows.minute(5), history.get(0).getEndsAt());
        assertEquals("no_data", history.get(0).getResolveReason());
    }

    @Test
    void qualityWindowThatWaitsForTheJudge_neitherEndsItsAlertNorDoublesIt() throws InvalidRulesException {
        start("""
                groups:
                  - name: test
                    rules:
                      - {alert: LowQuality, measure: quality, below: 6, keep_firing_for: 5m}
                """);
        send(Windows.quality(0, 0, 4));
        assertEquals(List.of(AlertStatus.FIRING), statuses(history()));
        for (int minute = 1; minute <= 21; minute++) {
            progress(Topics.WINDOW_QUALITY, Windows.minute(minute), false);
        }
        send(Windows.quality(1, 0, 4));
        assertEquals(List.of(), history());
        progress(Topics.WINDOW_QUALITY, Windows.minute(39), false);
        assertEquals(List.of(), history());
        progress(Topics.WINDOW_QUALITY, Windows.minute(40), false);
        Alert ended = history().get(0);
        assertEquals(AlertStatus.NO_DATA, ended.getStatus());
        assertEquals(Windows.minute(9), ended.getEndsAt());
    }

    @Test
    void progressOfAFormerVersion_saysNothingOfSilence() throws InvalidRulesException {
        start(AlertingTopologyTest.RULES.replace("for: 3m", "for: 1m"));
        send(Windows.errors(0, 0, 20));
        progress(
                Topics.WINDOW_STATS,
                Progress.newBuilder()
                        .setPartition(0)
                        .setFrontier(Windows.minute(60))
                        .setEnded(false)
                        .build());
        assertEquals(List.of(AlertStatus.FIRING), statuses(history()));
    }

    @Test
    void endOfARecording_isNoSilence() throws InvalidRulesException {
        start(AlertingTopologyTest.RULES.replace("for: 3m", "for: 1m"));
        send(Windows.errors(0, 0, 20));
        progress(Topics.WINDOW_STATS, Instant.parse("2262-01-01T00:00:00Z"), true);
        assertEquals(List.of(AlertStatus.FIRING), statuses(history()));
    }

    @Test
    void progressBetweenWindows_changesNoTransition() throws InvalidRulesException {
        start(AlertingTopologyTest.RULES);
        List<Alert> without = episode(false);
        driver.close();
        start(AlertingTopologyTest.RULES);
        assertEquals(eventsOf(without), eventsOf(episode(true)));
        assertEquals(4, without.size());
    }

    private List<Alert> episode(boolean withProgress) {
        int[] failed = {20, 20, 20, 0, 20, 20, 0, 0, 0, 20, 0};
        for (int minute = 0; minute < failed.length; minute++) {
            send(Windows.errors(minute, 0, failed[minute]));
            if (withProgress) {
                progress(Topics.WINDOW_STATS, Windows.minute(minute + 2).plusSeconds(30), false);
            }
        }
        return history();
    }

    private static List<String> eventsOf(List<Alert> alerts) {
        return alerts.stream()
                .map(alert -> alert.getEventId() + " " + alert.getStatus() + " " + alert.getEndsAt() + " "
                        + alert.getWindowEnd())
                .toList();
    }
}
