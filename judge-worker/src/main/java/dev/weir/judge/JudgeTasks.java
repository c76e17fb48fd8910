package dev.weir.judge;

import dev.weir.judge.JudgeMetrics.End;
import dev.weir.judge.Scores.Result;
import dev.weir.judge.judges.Outcome;
import dev.weir.judge.queue.Lease;
import dev.weir.schemas.Defect;
import dev.weir.schemas.TextLimit;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import dev.weir.schemas.headers.DeadLetterHeaders.Refusal;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.registry.UndecodableRecordException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One leased record from its bytes to its end. A broker or registry that is out of reach holds the record, however long;
 * each score is acknowledged before the next evaluator starts, so that a slow one delays no other's score. Thread-safe.
 */
final class JudgeTasks {

    private static final Logger LOG = LoggerFactory.getLogger(JudgeTasks.class);
    private static final Duration HOLD = Duration.ofSeconds(1);
    private static final int SICK_AFTER = 3;

    /** Defects that are told apart. */
    private static final int MOST_TOLD = 100;

    /** Evaluators that one task may want. */
    private static final int MOST_EVALUATORS = 20;

    /** Why a task that can be decoded is refused. */
    private enum TaskRefusal {
        UNSOUND_TASK,
        FAILED_TWICE
    }

    private final Map<String, Attempts> evaluators;
    private final List<String> wantedByDefault;
    private final AvroCodec codec;
    private final ScorePost post;
    private final Pause pause;
    private final Clock clock;
    private final JudgeMetrics metrics;
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private volatile String lastFailure = "";

    /** Defects that were logged: one stack of each is enough. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    JudgeTasks(
            Map<String, Attempts> evaluators,
            List<String> wantedByDefault,
            AvroCodec codec,
            ScorePost post,
            Pause pause,
            Clock clock,
            JudgeMetrics metrics) {
        this.evaluators = evaluators;
        this.wantedByDefault = wantedByDefault;
        this.codec = codec;
        this.post = post;
        this.pause = pause;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** How the record ended; {@code RELEASED} only when the worker closes. */
    End process(Lease lease) {
        try {
            JudgeTask task = decoded(lease);
            if (task == null) {
                return End.RELEASED;
            }
            String problem = problem(task);
            return problem == null
                    ? judged(lease, task)
                    : refused(lease, new Refusal(TaskRefusal.UNSOUND_TASK, problem));
        } catch (UndecodableRecordException unreadable) {
            return refused(lease, new Refusal(unreadable.reason(), String.valueOf(unreadable.getMessage())));
        } catch (RuntimeException bug) {
            return broke(lease, bug);
        }
    }

    private End refused(Lease lease, Refusal refusal) {
        return held(() -> post.deadLetter(lease, refusal)) ? End.DEAD_LETTERED : End.RELEASED;
    }

    /** A defect of ours costs the record that shows it, after a second try: it must not come back for ever. */
    private End broke(Lease lease, RuntimeException bug) {
        String error = Defect.root(bug).getClass().getSimpleName();
        if (told.size() < MOST_TOLD && told.add(Defect.signature(bug))) {
            LOG.atError()
                    .addKeyValue("error", error)
                    .setCause(Defect.withoutMessage(bug))
                    .log("task broke off");
        }
        return lease.last() || lease.delivery() > 1
                ? refused(lease, new Refusal(TaskRefusal.FAILED_TWICE, error + ": expected a score"))
                : End.RELEASED;
    }

    /** Why tasks are held, while the broker or the registry has refused several times in a row; empty: they are not. */
    String hampered() {
        int failures = failuresInARow.get();
        return failures < SICK_AFTER ? "" : "tasks are held after " + failures + " refusals in a row: " + lastFailure;
    }

    private @Nullable JudgeTask decoded(Lease lease) {
        byte[] bytes = lease.record().value();
        if (bytes == null) {
            throw new UndecodableRecordException(
                    UndecodableRecordException.Reason.NOT_WIRE_FORMAT, "no value: expected a JudgeTask");
        }
        JudgeTask[] task = new JudgeTask[1];
        return held(() -> task[0] = codec.decode(bytes, JudgeTask.class)) ? task[0] : null;
    }

    /** What is wrong with a task whose scores could not be counted or written; absent where nothing is. */
    private static @Nullable String problem(JudgeTask task) {
        if (task.getEvaluators().size() > MOST_EVALUATORS) {
            return "evaluators has " + task.getEvaluators().size() + ": expected at most " + MOST_EVALUATORS;
        }
        for (String id : List.of(task.getTraceId(), task.getSpanId())) {
            if (!TextLimit.ID.holds(id)) {
                return "trace_id or span_id has " + TextLimit.ID.problem(id);
            }
        }
        Stream<String> names = Stream.of(
                task.getTenant(),
                task.getEnvironment(),
                task.getRoute(),
                task.getProvider(),
                task.getModel(),
                task.getVersion(),
                task.getStratum());
        return Stream.concat(names, task.getEvaluators().stream())
                .filter(name -> !TextLimit.NAME.holds(name))
                .map(name -> "a name has " + TextLimit.NAME.problem(name))
                .findFirst()
                .orElse(null);
    }

    private End judged(Lease lease, JudgeTask task) {
        Set<String> wanted =
                new LinkedHashSet<>(task.getEvaluators().isEmpty() ? wantedByDefault : task.getEvaluators());
        boolean allJudged = true;
        for (String evaluatorId : wanted) {
            Score score = score(lease, task, evaluatorId);
            if (score == null || !held(() -> post.post(List.of(score)))) {
                return End.RELEASED;
            }
            metrics.posted(score);
            allJudged &= score.getStatus() == ScoreStatus.JUDGED;
        }
        return allJudged ? End.SCORED : End.FAILED;
    }

    private @Nullable Score score(Lease lease, JudgeTask task, String evaluatorId) {
        Attempts attempts = evaluators.get(evaluatorId);
        if (attempts == null) {
            return Scores.unknownEvaluator(task, evaluatorId, clock.instant());
        }
        if (task.getTextsOmitted()) {
            Outcome outcome = Outcome.Failed.ofTask(ScoreStatus.JUDGE_ERROR, "too_large", 0);
            return Scores.of(task, attempts.judge(), new Result(outcome, 0, null, 0), clock.instant());
        }
        if (lease.last()) {
            Outcome outcome = Outcome.Failed.ofTask(ScoreStatus.JUDGE_ERROR, "delivery_limit", 0);
            return Scores.of(task, attempts.judge(), new Result(outcome, 0, null, 0), clock.instant());
        }
        Result result = attempts.at(task);
        return result == null ? null : Scores.of(task, attempts.judge(), result, clock.instant());
    }

    /** Repeats an action until the broker and the registry let it pass; false when the worker closes first. */
    private boolean held(Runnable action) {
        while (true) {
            try {
                action.run();
                failuresInARow.set(0);
                return true;
            } catch (UndecodableRecordException | RecordTooLargeException never) {
                throw never;
            } catch (KafkaException failure) {
                String error = failure.getClass().getSimpleName();
                metrics.postingFailed(error);
                lastFailure = error;
                if (failuresInARow.incrementAndGet() == SICK_AFTER) {
                    LOG.atWarn()
                            .addKeyValue("error", error)
                            .addKeyValue("registry", failure instanceof RegistryUnavailableException)
                            .log("broker or registry out of reach, tasks are held");
                }
                if (!pause.of(HOLD)) {
                    return false;
                }
            }
        }
    }
}
