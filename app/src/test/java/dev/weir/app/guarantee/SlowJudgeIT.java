package dev.weir.app.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.app.run.App;
import dev.weir.app.run.Role;
import dev.weir.app.traffic.Arrival;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertStatus;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.Progress;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.testing.TaskScores;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A judge that takes twenty minutes, on a broker with the topology and alerting: quality falls for ten minutes and recovers.
 * The alert is kept for five minutes only, so every window that it is about comes later than it would be kept without one.
 * It fires once, does not end while windows wait for the judge, not in a restart either, and resolves. The clock is that of
 * the calls, so the minutes are simulated.
 */
class SlowJudgeIT {

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final int STEP_MINUTES = 5;
    private static final int JUDGING_MINUTES = 20;
    private static final int BAD_MINUTES = 10;
    private static final int JUDGED_MINUTES = 25;
    private static final int CALLS_A_MINUTE = 30;
    private static final Set<Role> ROLES = EnumSet.of(Role.TOPOLOGY, Role.ALERTING);
    private static final String RULES = """
            groups:
              - name: quality
                rules:
                  - alert: LowQuality
                    measure: quality
                    below: 6
                    tile: minute
                    keep_firing_for: 5m
                    labels: {severity: warning}
            """;

    private final AlertFiresOncePerEpisode alertFiresOncePerEpisode = new AlertFiresOncePerEpisode();

    @TempDir
    private Path directory = Path.of(".");

    @Test
    @Timeout(400)
    void judgeOfTwentyMinutes_neitherEndsNorDoublesTheAlert() throws Exception {
        try (RecordedApplication weir = new RecordedApplication(directory)) {
            start(weir);
            for (int minute = 0; minute < JUDGED_MINUTES + JUDGING_MINUTES; minute += STEP_MINUTES) {
                if (minute == JUDGING_MINUTES + STEP_MINUTES) {
                    RecordedApplication.await("alert", () -> statuses(weir).contains(AlertStatus.FIRING));
                    start(weir);
                }
                replay(weir, minute);
                awaitRead(weir, START.plus(Duration.ofMinutes(minute + STEP_MINUTES - 1)));
                judge(weir, minute - JUDGING_MINUTES);
            }
            RecordedApplication.await("end of the alert", () -> statuses(weir).size() > 1);

            assertEquals(List.of(AlertStatus.FIRING, AlertStatus.RESOLVED), statuses(weir));
            weir.read(Topics.ALERT_HISTORY, Alert.class, alert -> {
                alertFiresOncePerEpisode.published(alert);
                assertEquals(START, alert.getStartsAt(), "the minute that was judged first");
            });
            alertFiresOncePerEpisode.require();
        }
    }

    private void start(RecordedApplication weir) throws Exception {
        weir.start(ROLES, RULES, "topology.clock=recorded", "topology.sampling.base_rate=1");
    }

    private void replay(RecordedApplication weir, int fromMinute) throws InterruptedException {
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = fromMinute * CALLS_A_MINUTE; i < (fromMinute + STEP_MINUTES) * CALLS_A_MINUTE; i++) {
            Instant at = START.plusMillis(60_000L / CALLS_A_MINUTE * i);
            TraceEvent call = TraceEvent.newBuilder()
                    .setTraceId("trace-" + i)
                    .setSpanId("1")
                    .setRoute("support")
                    .setRequestModel("gpt-4o")
                    .setStartTime(at)
                    .setInputText("What is the refund period?")
                    .setOutputText("It is " + i + " days.")
                    .build();
            arrivals.add(new Arrival(call, at));
        }
        weir.replay(arrivals, false);
    }

    /** Waits until quality windows say that every call up to a time has been read, so that alerting hears of it first. */
    private static void awaitRead(RecordedApplication weir, Instant time) {
        RecordedApplication.await("progress to " + time, () -> {
            Map<Integer, Instant> frontiers = new TreeMap<>();
            weir.read(
                    Topics.WINDOW_QUALITY,
                    Progress.class,
                    progress -> frontiers.put(progress.getPartition(), progress.getFrontier()));
            return frontiers.size() == RecordedApplication.PARTITIONS
                    && frontiers.values().stream().noneMatch(frontier -> frontier.isBefore(time));
        });
    }

    /** The judge is done with the calls of some minutes. */
    private static void judge(RecordedApplication weir, int fromMinute) {
        App app = weir.app();
        Instant from = START.plus(Duration.ofMinutes(fromMinute));
        Instant to = from.plus(Duration.ofMinutes(STEP_MINUTES));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(app.clientSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            weir.read(Topics.JUDGE_TASKS, JudgeTask.class, task -> {
                Instant called = task.getEventTime();
                if (!called.isBefore(from) && called.isBefore(to)) {
                    boolean bad = called.isBefore(START.plus(Duration.ofMinutes(BAD_MINUTES)));
                    Instant judged = called.plus(Duration.ofMinutes(JUDGING_MINUTES));
                    producer.send(new ProducerRecord<>(
                            Topics.SCORES.name(),
                            null,
                            judged.toEpochMilli(),
                            task.getTaskId().getBytes(StandardCharsets.UTF_8),
                            app.codec().encode(Topics.SCORES, TaskScores.of(task, bad ? 40 : 90, judged))));
                }
            });
        }
    }

    private static List<AlertStatus> statuses(RecordedApplication weir) {
        List<AlertStatus> statuses = new ArrayList<>();
        weir.read(Topics.ALERT_HISTORY, Alert.class, alert -> statuses.add(alert.getStatus()));
        return statuses;
    }
}
