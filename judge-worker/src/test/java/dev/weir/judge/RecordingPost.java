package dev.weir.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.judge.queue.Lease;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.headers.DeadLetterHeaders.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.TimeoutException;

/** Post that keeps the last score of each id and refuses so many times first. */
final class RecordingPost implements ScorePost {
    final Map<String, Score> scores = new ConcurrentHashMap<>();
    final AtomicInteger deadLetters = new AtomicInteger();
    final AtomicInteger refusals = new AtomicInteger();
    volatile boolean broken;

    Score only() {
        List<Score> all = new ArrayList<>(scores.values());
        assertEquals(1, all.size());
        return all.get(0);
    }

    @Override
    public void post(List<Score> posted) {
        if (broken) {
            throw new IllegalStateException("a bug");
        }
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new TimeoutException("no acknowledgement");
        }
        posted.forEach(score -> scores.put(score.getScoreId(), score));
    }

    @Override
    public void deadLetter(Lease lease, Refusal refusal) {
        deadLetters.incrementAndGet();
    }

    @Override
    public void close() {}
}
