package dev.weir.app.judging;

import static dev.weir.app.judging.JudgeRig.queue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.app.guarantee.NoScoreLost;
import dev.weir.judge.JudgeConfig;
import dev.weir.judge.JudgeCounts;
import dev.weir.judge.JudgeWorker;
import dev.weir.judge.queue.QueueConfig.Kind;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import dev.weir.schemas.supervision.PartHealth;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Judge workers on a real broker, by share groups and by consumer groups. */
@Timeout(180)
class JudgeWorkerIT {

    private final JudgeRig rig = new JudgeRig();
    private final NoScoreLost noScoreLost = new NoScoreLost();

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARE", "CONSUMER"})
    void everyTask_isScoredAndUnreadableOnesAreDeadLettered(Kind kind) {
        give(0, 300);
        rig.send(List.of("garbage".getBytes(StandardCharsets.UTF_8), new byte[] {0, 9, 9, 9, 9, 1}), null);
        JudgeCounts counts = judgeUntil(kind, 302);
        assertEquals(new JudgeCounts(302, 300, 0, 2, 0, 0), counts);

        requireScores(300);
        List<ConsumerRecord<byte[], byte[]>> letters = rig.read(Topics.DEAD_LETTERS.name(), 2);
        assertEquals(
                "garbage",
                new String(
                        letters.stream()
                                .map(ConsumerRecord::value)
                                .filter(value -> value.length == 7)
                                .findFirst()
                                .orElseThrow(),
                        StandardCharsets.UTF_8));
        Set<String> reasons = new HashSet<>();
        letters.forEach(letter -> reasons.add(
                new String(letter.headers().lastHeader("weir.reason").value(), StandardCharsets.UTF_8)));
        assertEquals(Set.of("not-wire-format", "unknown-schema"), reasons);
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARE", "CONSUMER"})
    void restartedWorker_goesOnWhereTheOtherStopped(Kind kind) {
        give(0, 100);
        assertEquals(100, judgeUntil(kind, 100).scored());
        give(100, 50);
        assertEquals(50, judgeUntil(kind, 50).received(), "nothing is judged twice after a clean close");
        requireScores(150);
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARE", "CONSUMER"})
    void twoWorkers_shareTheTasks(Kind kind) {
        try (JudgeWorker first = worker(kind);
                JudgeWorker second = worker(kind)) {
            first.start();
            second.start();
            give(0, 400);
            requireScores(400);
        }
    }

    private void give(int from, int n) {
        List<JudgeTask> tasks = JudgeRig.tasks(from, n);
        tasks.forEach(noScoreLost::asked);
        rig.give(tasks, null);
    }

    /** Waits for so many scores, and fails unless each answers its task with judgements. */
    private void requireScores(int n) {
        for (ConsumerRecord<byte[], byte[]> record : rig.read(Topics.SCORES.name(), n)) {
            Score score = rig.codec.decode(record.value(), Score.class);
            assertEquals(score.getScoreId(), new String(record.key(), StandardCharsets.UTF_8));
            assertEquals(ScoreStatus.JUDGED, score.getStatus());
            noScoreLost.scored(score);
        }
        noScoreLost.require();
    }

    private JudgeCounts judgeUntil(Kind kind, long ended) {
        JudgeWorker worker = worker(kind);
        try (worker) {
            worker.start();
            Instant until = Instant.now().plus(JudgeRig.LONG);
            while (done(worker.counts()) < ended && Instant.now().isBefore(until)) {
                Thread.onSpinWait();
            }
            assertEquals(Set.of(PartHealth.up()), Set.copyOf(worker.health().values()));
        }
        return worker.counts();
    }

    private static long done(JudgeCounts counts) {
        return counts.scored() + counts.failed() + counts.deadLettered();
    }

    private JudgeWorker worker(Kind kind) {
        JudgeConfig base = JudgeConfig.DEFAULT;
        JudgeConfig config = new JudgeConfig(
                base.evaluators(),
                4,
                Duration.ofSeconds(10),
                queue(kind),
                base.llm(),
                base.budget(),
                base.retry(),
                base.circuit());
        return new JudgeWorker(config, rig.client, rig.codec, new SimpleMeterRegistry());
    }
}
