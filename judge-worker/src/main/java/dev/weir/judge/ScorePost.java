package dev.weir.judge;

import dev.weir.judge.queue.Lease;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.headers.DeadLetterHeaders.Refusal;
import java.util.List;

/** Where scores and dead letters go. Thread-safe. */
interface ScorePost extends AutoCloseable {

    /**
     * Writes scores; when it returns, the broker has them all.
     *
     * @throws org.apache.kafka.common.KafkaException if one was not acknowledged; all may be sent again
     */
    void post(List<Score> scores);

    /**
     * Writes an unreadable record as it came, with its origin and reason; when it returns, the broker has it.
     *
     * @throws org.apache.kafka.common.KafkaException if it was not acknowledged
     */
    void deadLetter(Lease lease, Refusal refusal);

    @Override
    void close();
}
