package dev.weir.judge;

import dev.weir.judge.judges.Judge;
import dev.weir.judge.judges.LlmJudge;
import dev.weir.judge.judges.RulesJudge;
import dev.weir.judge.limits.Budget;
import dev.weir.judge.limits.CircuitBreaker;
import dev.weir.judge.limits.Retry;
import dev.weir.judge.queue.TaskQueue;
import dev.weir.judge.queue.TaskQueues;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.supervision.PartHealth;
import dev.weir.schemas.supervision.SupervisedLoop;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges tasks of {@code weir.judge-tasks} and writes {@code weir.scores}. Every task ends in one score per evaluator,
 * judged or saying why not, or goes back to the queue; scores may be written twice, with the same id. Any number of
 * workers share the tasks of a group.
 */
public final class JudgeWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JudgeWorker.class);
    private static final Duration LAST_STEPS = Duration.ofSeconds(15);

    private final JudgeConfig config;
    private final Supplier<Supplier<TaskQueue>> queues;
    private final ScorePost post;
    private final JudgeMetrics metrics;
    private final JudgeTasks tasks;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch timeUp = new CountDownLatch(1);
    private final ExecutorService judgeThreads;
    private final Map<String, Attempts> evaluators = new LinkedHashMap<>();
    /** Not the worker's own, which is held while it closes. */
    private final Object groupLock = new Object();

    private @Nullable Supplier<TaskQueue> group;
    private final List<SupervisedLoop> lanes = new CopyOnWriteArrayList<>();

    /**
     * Worker on a cluster; nothing is consumed before {@link #start}.
     *
     * @param config without {@link JudgeConfig#problems}
     * @param client settings of every Kafka client: servers, security
     */
    public JudgeWorker(JudgeConfig config, Map<String, Object> client, AvroCodec codec, MeterRegistry meters) {
        this(
                config,
                () -> TaskQueues.on(config.queue(), client)::open,
                new KafkaScorePost(client, codec),
                codec,
                judges(config),
                Clock.systemUTC(),
                meters);
    }

    JudgeWorker(
            JudgeConfig config,
            Supplier<Supplier<TaskQueue>> queues,
            ScorePost post,
            AvroCodec codec,
            List<Judge> judges,
            Clock clock,
            MeterRegistry meters) {
        this.config = config;
        this.queues = queues;
        this.post = post;
        this.metrics = new JudgeMetrics(meters);
        this.judgeThreads = Executors.newFixedThreadPool(config.concurrency(), JudgeWorker::thread);
        Budget budget = new Budget(config.budget(), clock);
        Retry retry =
                new Retry(config.retry(), () -> ThreadLocalRandom.current().nextDouble());
        for (Judge judge : judges) {
            CircuitBreaker circuit = new CircuitBreaker(config.circuit(), System::nanoTime);
            evaluators.put(
                    judge.identity().evaluatorId(),
                    new Attempts(judge, budget, retry, circuit, this::pause, metrics, System::nanoTime));
        }
        List<String> wanted = List.copyOf(evaluators.keySet());
        this.tasks = new JudgeTasks(evaluators, wanted, codec, post, this::pause, clock, metrics);
    }

    /**
     * Begins to consume. A cluster that does not answer is asked again by the consumers.
     *
     * @throws org.apache.kafka.common.KafkaException if the cluster refuses the group
     */
    public synchronized void start() {
        try {
            group();
        } catch (RetriableException e) {
            LOG.atWarn().addKeyValue("why", String.valueOf(e.getMessage())).log("judge queue is not there yet");
        }
        for (int i = 0; i < config.queue().consumers(); i++) {
            SupervisedLoop lane = new SupervisedLoop("judge-consumer-" + i, () -> lane(group().get()));
            lanes.add(lane);
            lane.start();
        }
        LOG.atInfo().addKeyValue("evaluators", config.evaluators()).log("judge worker started");
    }

    /** Queues of the group, which is set up once. */
    private Supplier<TaskQueue> group() {
        synchronized (groupLock) {
            Supplier<TaskQueue> ready = group;
            if (ready == null) {
                ready = queues.get();
                group = ready;
            }
            return ready;
        }
    }

    private Lane lane(TaskQueue queue) {
        return new Lane(
                queue, tasks, judgeThreads, metrics, () -> closing.getCount() == 0, time -> !await(timeUp, time));
    }

    /** How each consumer does, the posting of scores, and each evaluator whose endpoint may fail. */
    public Map<String, PartHealth> health() {
        Map<String, PartHealth> parts = new LinkedHashMap<>();
        lanes.forEach(lane -> parts.put(lane.name(), lane.health()));
        parts.put("judge-scores", PartHealth.degraded(tasks.hampered()));
        evaluators.forEach(
                (id, attempts) -> parts.put("judge-evaluator-" + id, PartHealth.degraded(attempts.hampered())));
        return parts;
    }

    /** Tasks seen since the start. */
    public JudgeCounts counts() {
        return metrics.counts();
    }

    /** Leases nothing more, finishes what is in flight within the configured time, gives back the rest. */
    @Override
    public synchronized void close() {
        closing.countDown();
        lanes.forEach(SupervisedLoop::stop);
        join(config.closeTimeout());
        timeUp.countDown();
        judgeThreads.shutdownNow();
        join(LAST_STEPS);
        lanes.forEach(SupervisedLoop::close);
        post.close();
        LOG.atInfo().addKeyValue("counts", counts()).log("judge worker closed");
    }

    private static List<Judge> judges(JudgeConfig config) {
        List<Judge> judges = new ArrayList<>();
        if (config.evaluators().contains(RulesJudge.ID)) {
            judges.add(new RulesJudge());
        }
        if (config.evaluators().contains(LlmJudge.ID)) {
            judges.add(new LlmJudge(config.llm(), Clock.systemUTC()));
        }
        return judges;
    }

    private boolean pause(Duration time) {
        return !await(closing, time);
    }

    private void join(Duration most) {
        try {
            CompletableFuture.allOf(lanes.stream().map(SupervisedLoop::ended).toArray(CompletableFuture<?>[]::new))
                    .get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.atDebug().setCause(e).log("a judge consumer has not ended in order");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the latch opened within the time. */
    private static boolean await(CountDownLatch latch, Duration time) {
        try {
            return latch.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "weir-judge");
        thread.setDaemon(true);
        return thread;
    }
}
