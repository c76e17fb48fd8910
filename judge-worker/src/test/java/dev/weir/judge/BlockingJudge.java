package dev.weir.judge;

import dev.weir.judge.judges.Outcome;
import dev.weir.schemas.avro.JudgeTask;
import java.util.concurrent.CountDownLatch;

/** Judge that waits for a latch, or until it is interrupted. */
final class BlockingJudge extends LocalJudge {
    private final CountDownLatch begun;
    private final CountDownLatch release;

    BlockingJudge(CountDownLatch begun, CountDownLatch release) {
        this.begun = begun;
        this.release = release;
    }

    @Override
    public Outcome judge(JudgeTask task) {
        begun.countDown();
        try {
            release.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return AttemptsTest.good();
    }
}
