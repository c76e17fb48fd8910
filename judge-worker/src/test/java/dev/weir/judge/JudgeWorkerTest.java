package dev.weir.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.weir.judge.judges.Judge;
import dev.weir.judge.judges.RulesJudge;
import dev.weir.judge.judges.Tasks;
import dev.weir.judge.limits.BudgetConfig;
import dev.weir.judge.limits.CircuitConfig;
import dev.weir.judge.limits.RetryConfig;
import dev.weir.judge.queue.MemoryQueue;
import dev.weir.judge.queue.QueueConfig;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.ScoreStatus;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.schemas.supervision.PartHealth;
import dev.weir.schemas.supervision.PartHealth.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class JudgeWorkerTest {

    private final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
    private final MemoryQueue.Log log = new MemoryQueue.Log();
    private final RecordingPost post = new RecordingPost();

    @Test
    void everyTask_endsInOneScoreBeforeItIsAccepted() {
        Set<String> acceptedWithoutScore = ConcurrentHashMap.newKeySet();
        log.onAccept(lease -> {
            JudgeTask task = codec.decode(lease.record().value(), JudgeTask.class);
            if (post.scores.values().stream()
                    .noneMatch(score -> score.getTaskId().equals(task.getTaskId()))) {
                acceptedWithoutScore.add(task.getTaskId());
            }
        });
        for (int i = 0; i < 200; i++) {
            append(Tasks.task("" + i).setOutputText("It is " + i + " days.").build());
        }
        JudgeCounts counts = runUntil(List.of(new RulesJudge()), () -> log.accepted() == 200);
        assertEquals(200, post.scores.size());
        assertEquals(Set.of(), acceptedWithoutScore);
        assertEquals(new JudgeCounts(200, 200, 0, 0, 0, 0), counts);
    }

    @Test
    void anyMix_conservesTasks() {
        long seed = 99;
        Random random = new Random(seed);
        int[] expected = new int[3];
        for (int i = 0; i < 300; i++) {
            int kind = random.nextInt(3);
            expected[kind]++;
            switch (kind) {
                case 0 -> append(Tasks.task("" + i).setOutputText("Fine.").build());
                case 1 -> append(Tasks.task("" + i).build());
                default -> log.append("garbage".getBytes(StandardCharsets.UTF_8));
            }
        }
        JudgeCounts counts = runUntil(List.of(new RulesJudge()), () -> log.accepted() == 300);
        assertEquals(new JudgeCounts(300, expected[0], expected[1], expected[2], 0, 0), counts, "seed " + seed);
        assertEquals(expected[2], post.deadLetters.get());
    }

    @Test
    void unreadableRecords_goToTheDeadLetters() {
        log.append(null);
        log.append(new byte[0]);
        log.append(new byte[] {0, 1, 2, 3, 4, 5});
        JudgeCounts counts = runUntil(List.of(new RulesJudge()), () -> log.accepted() == 3);
        assertEquals(3, post.deadLetters.get());
        assertEquals(3, counts.deadLettered());
    }

    @Test
    void refusedPost_isRepeatedUntilItPasses() {
        append(Tasks.answer("Fine."));
        post.refusals.set(1);
        JudgeCounts counts = runUntil(List.of(new RulesJudge()), () -> log.accepted() == 1);
        assertEquals(1, counts.scored());
        assertEquals(1, post.scores.size());
    }

    @Test
    void postThatIsRefusedAgainAndAgain_isAWarning_andNoTaskIsLost() {
        append(Tasks.answer("Fine."));
        post.refusals.set(Integer.MAX_VALUE);
        try (JudgeWorker worker = worker(List.of(new RulesJudge()), Duration.ofSeconds(10), 4)) {
            worker.start();
            await(() -> scores(worker).state() == State.DEGRADED);
            assertTrue(
                    scores(worker).why().endsWith("refusals in a row: TimeoutException"),
                    scores(worker).why());
            assertTrue(isUp(worker));
            post.refusals.set(0);
            await(() -> log.accepted() == 1);
            assertEquals(PartHealth.up(), scores(worker));
        }
    }

    private static PartHealth scores(JudgeWorker worker) {
        return worker.health().getOrDefault("judge-scores", PartHealth.down("no such part"));
    }

    @Test
    void clusterThatDoesNotAnswerAtTheStart_isAskedAgain() {
        append(Tasks.answer("Fine."));
        AtomicInteger asked = new AtomicInteger();
        JudgeConfig config = config(Duration.ofSeconds(10), 4, BudgetConfig.DEFAULT);
        JudgeWorker worker = new JudgeWorker(
                config,
                () -> {
                    if (asked.incrementAndGet() < 3) {
                        throw new TimeoutException("cannot configure group: no answer within 120 s");
                    }
                    return () -> new MemoryQueue(log, config.queue().deliveryLimit(), 4);
                },
                post,
                codec,
                List.of(new RulesJudge()),
                Clock.systemUTC(),
                new SimpleMeterRegistry());
        assertEquals(1, run(worker, () -> log.accepted() == 1).scored());
        assertEquals(3, asked.get());
    }

    @Test
    void queueThatBreaks_isOpenedAnew_andItsTasksAreJudged() {
        for (int i = 0; i < 20; i++) {
            append(Tasks.task("" + i).setOutputText("Fine.").build());
        }
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger opened = new AtomicInteger();
        JudgeConfig config = config(Duration.ofSeconds(10), 4, BudgetConfig.DEFAULT);
        JudgeWorker worker = new JudgeWorker(
                config,
                () -> () -> {
                    opened.incrementAndGet();
                    MemoryQueue queue = new MemoryQueue(log, config.queue().deliveryLimit(), 4);
                    return new BreakingQueue(queue, () -> accepted.incrementAndGet() == 5);
                },
                post,
                codec,
                List.of(new RulesJudge()),
                Clock.systemUTC(),
                new SimpleMeterRegistry());
        JudgeCounts counts = run(
                worker,
                () -> log.accepted() == 20 && opened.get() == config.queue().consumers() + 1);
        assertEquals(20, post.scores.size());
        assertEquals(counts.received(), counts.scored() + counts.released());
    }

    @Test
    void lastDelivery_isAFailedVerdictWithoutAnotherTry() {
        append(Tasks.answer("Fine."));
        log.deliveredBefore(0, QueueConfig.DEFAULT.deliveryLimit() - 1);
        ScriptedJudge judge = new ScriptedJudge(AttemptsTest.good());
        JudgeCounts counts = runUntil(List.of(judge), () -> log.accepted() == 1);
        assertEquals("delivery_limit", post.only().getError());
        assertEquals(0, judge.calls());
        assertEquals(1, counts.failed());
    }

    @Test
    void taskWithoutItsTexts_isAnsweredAndNotJudged() {
        append(Tasks.task("1").setTextsOmitted(true).build());
        ScriptedJudge judge = new ScriptedJudge(AttemptsTest.good());
        JudgeCounts counts = runUntil(List.of(judge), () -> log.accepted() == 1);
        assertEquals("too_large", post.only().getError());
        assertEquals(0, judge.calls());
        assertEquals(1, counts.failed());
    }

    @Test
    void taskWhoseScoresCouldNotBeCounted_isADeadLetter() {
        append(Tasks.task("1")
                .setTraceId("t".repeat(200))
                .setOutputText("Fine.")
                .build());
        append(Tasks.task("2")
                .setRoute("r".repeat(200_000))
                .setOutputText("Fine.")
                .build());
        append(Tasks.task("3")
                .setEvaluators(Collections.nCopies(21, "rules"))
                .setOutputText("Fine.")
                .build());
        JudgeCounts counts = runUntil(List.of(new RulesJudge()), () -> log.accepted() == 3);
        assertEquals(3, post.deadLetters.get());
        assertEquals(3, counts.deadLettered());
    }

    @Test
    void taskThatBreaksTheWorkerTwice_isADeadLetter() {
        append(Tasks.answer("Fine."));
        post.broken = true;
        JudgeCounts counts = runUntil(List.of(new RulesJudge()), () -> log.accepted() == 1);
        assertEquals(1, post.deadLetters.get());
        assertEquals(new JudgeCounts(2, 0, 0, 1, 1, 0), counts);
    }

    @Test
    void wantedEvaluators_areHeardAndUnknownOnesAnswered() {
        append(Tasks.task("1")
                .setOutputText("Fine.")
                .setEvaluators(List.of("rules", "oracle"))
                .build());
        runUntil(List.of(new RulesJudge(), new ScriptedJudge()), () -> log.accepted() == 1);
        Map<String, ScoreStatus> statuses = new java.util.TreeMap<>();
        post.scores.values().forEach(score -> statuses.put(score.getEvaluatorId(), score.getStatus()));
        assertEquals(Map.of("rules", ScoreStatus.JUDGED, "oracle", ScoreStatus.JUDGE_ERROR), statuses);
    }

    @Test
    void closing_givesBackWhatIsInFlight() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            append(Tasks.task("" + i).setOutputText("Fine.").build());
        }
        JudgeWorker worker = worker(List.of(new BlockingJudge(begun, never)), Duration.ofMillis(50), 2);
        worker.start();
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        worker.close();
        assertEquals(0, log.accepted());
        assertEquals(new JudgeCounts(5, 0, 0, 0, 5, 0), worker.counts());

        JudgeCounts next = runUntil(List.of(new RulesJudge()), () -> log.accepted() == 5);
        assertEquals(5, next.scored());
    }

    @Test
    void closing_finishesWhatIsInFlightWithinItsTime() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        append(Tasks.answer("Fine."));
        JudgeWorker worker = worker(List.of(new BlockingJudge(begun, release)), Duration.ofSeconds(20), 2);
        worker.start();
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        Thread closer = new Thread(worker::close);
        closer.start();
        release.countDown();
        closer.join(20_000);
        assertEquals(1, log.accepted());
        assertEquals(1, worker.counts().scored());
    }

    @Test
    void spentBudget_isSaidInTheScore() {
        append(Tasks.answer("Fine."));
        append(Tasks.task("2").setOutputText("Fine.").build());
        ScriptedJudge judge = new ScriptedJudge(AttemptsTest.good(), AttemptsTest.good());
        JudgeConfig config = config(Duration.ofSeconds(5), 1, new BudgetConfig(null, 1));
        run(worker(config, List.of(judge)), () -> log.accepted() == 2);
        Set<ScoreStatus> statuses = new HashSet<>();
        post.scores.values().forEach(score -> statuses.add(score.getStatus()));
        assertEquals(Set.of(ScoreStatus.JUDGED, ScoreStatus.BUDGET_DROP), statuses);
    }

    @Test
    void texts_areNeverLogged() {
        Logger root = (Logger) LoggerFactory.getLogger("dev.weir");
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Level before = root.getLevel();
        root.setLevel(Level.TRACE);
        root.addAppender(logged);
        try {
            append(Tasks.task("1")
                    .setInputText("canary-7731")
                    .setOutputText("canary-7731")
                    .build());
            log.append("canary-7731".getBytes(StandardCharsets.UTF_8));
            post.refusals.set(4);
            runUntil(List.of(new BreakingJudge(), new RulesJudge()), () -> log.accepted() == 2);
        } finally {
            root.detachAppender(logged);
            root.setLevel(before);
        }
        assertFalse(logged.list.isEmpty());
        for (ILoggingEvent event : List.copyOf(logged.list)) {
            String line = event.getFormattedMessage() + event.getKeyValuePairs() + event.getThrowableProxy();
            assertFalse(line.contains("canary-7731"), line);
        }
        post.scores
                .values()
                .forEach(score -> assertFalse(String.valueOf(score.getError()).contains("canary")));
    }

    private static boolean isUp(JudgeWorker worker) {
        return worker.health().values().stream().noneMatch(part -> part.state() == State.DOWN);
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void append(JudgeTask task) {
        log.append(codec.encode(Topics.JUDGE_TASKS, task));
    }

    private JudgeCounts runUntil(List<Judge> judges, BooleanSupplier done) {
        return run(worker(judges, Duration.ofSeconds(10), 4), done);
    }

    private static JudgeCounts run(JudgeWorker worker, BooleanSupplier done) {
        try (worker) {
            worker.start();
            long deadline = System.nanoTime() + 30_000_000_000L;
            while (!done.getAsBoolean() && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertTrue(
                    done.getAsBoolean() || isUp(worker), () -> worker.health().toString());
        }
        JudgeCounts counts = worker.counts();
        assertEquals(
                counts.received(),
                counts.scored() + counts.failed() + counts.deadLettered() + counts.released() + counts.inFlight());
        assertEquals(0, counts.inFlight());
        return counts;
    }

    private JudgeWorker worker(List<Judge> judges, Duration closeTimeout, int concurrency) {
        return worker(config(closeTimeout, concurrency, BudgetConfig.DEFAULT), judges);
    }

    private JudgeWorker worker(JudgeConfig config, List<Judge> judges) {
        QueueConfig queue = config.queue();
        return new JudgeWorker(
                config,
                () -> () -> new MemoryQueue(log, queue.deliveryLimit(), queue.maxLeased()),
                post,
                codec,
                judges,
                Clock.systemUTC(),
                new SimpleMeterRegistry());
    }

    private static JudgeConfig config(Duration closeTimeout, int concurrency, BudgetConfig budget) {
        return new JudgeConfig(
                List.of("rules"),
                concurrency,
                closeTimeout,
                QueueConfig.DEFAULT,
                JudgeConfig.DEFAULT.llm(),
                budget,
                RetryConfig.DEFAULT,
                CircuitConfig.DEFAULT);
    }
}
