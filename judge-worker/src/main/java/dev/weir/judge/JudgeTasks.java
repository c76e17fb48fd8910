package dev.weir.judge;

import dev.weir.judge.JudgeMetrics.End;
import dev.weir.judge.Scores.Result;
import dev.weir.judge.judges.Outcome;
import dev.weir.judge.queue.Lease;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
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

    private final Map<String, Attempts> evaluators;
    private final List<String> wantedByDefault;
    private final AvroCodec codec;
    private final ScorePost post;
    private final Pause pause;
    private final Clock clock;
    private final JudgeMetrics metrics;
    private final AtomicInteger failuresInARow = new AtomicInteger();

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
            return task == null ? End.RELEASED : judged(lease, task);
        } catch (UndecodableRecordException unreadable) {
            Refusal refusal = new Refusal(unreadable.reason(), String.valueOf(unreadable.getMessage()));
            return held(() -> post.deadLetter(lease, refusal)) ? End.DEAD_LETTERED : End.RELEASED;
        }
    }

    /** False while the broker or the registry has refused several times in a row. */
    boolean isHealthy() {
        return failuresInARow.get() < SICK_AFTER;
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
            } catch (UndecodableRecordException unreadable) {
                throw unreadable;
            } catch (KafkaException failure) {
                String error = failure.getClass().getSimpleName();
                metrics.postingFailed(error);
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
