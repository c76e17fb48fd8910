package dev.weir.schemas.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.supervision.PartHealth.State;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SupervisedLoopTest {

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger steps = new AtomicInteger();
    private final AtomicLong now = new AtomicLong();

    /** A loop whose n-th step, from 1, does what it is told; it pauses for milliseconds. */
    private SupervisedLoop loop(IntConsumer step) {
        return new SupervisedLoop(
                "part",
                () -> new Counted(step, new CountDownLatch(1)),
                Duration.ofMillis(1),
                Duration.ofMillis(4),
                now::get);
    }

    private final class Counted implements SupervisedLoop.Work {
        private final IntConsumer step;
        private final CountDownLatch woken;
        private volatile String hampered = "";

        Counted(IntConsumer step, CountDownLatch woken) {
            this.step = step;
            this.woken = woken;
            opened.incrementAndGet();
        }

        @Override
        public void step() throws InterruptedException {
            int number = steps.incrementAndGet();
            hampered = number == 7 ? "the receiver does not answer" : "";
            step.accept(number);
            woken.await(1, TimeUnit.MILLISECONDS);
        }

        @Override
        public void wake() {
            woken.countDown();
        }

        @Override
        public String hampered() {
            return hampered;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void retriableFailure_isRepeatedByTheSameWork_howeverOften() {
        CountDownLatch looked = new CountDownLatch(1);
        SupervisedLoop loop = loop(number -> {
            if (number == 8) {
                uninterruptibly(looked);
            }
            if (number < 10) {
                throw new TimeoutException("no answer");
            }
        });
        loop.start();
        await(() -> steps.get() == 8);
        now.addAndGet(TimeUnit.SECONDS.toNanos(63));
        assertEquals(PartHealth.degraded("trying again for 63 s: TimeoutException: no answer"), loop.health());
        looked.countDown();
        await(() -> loop.health().state() == State.UP && steps.get() > 10);
        assertEquals(1, opened.get());
        loop.close();
        assertEquals(1, closed.get());
        assertTrue(loop.ended().isDone());
    }

    @Test
    void otherFailure_opensTheWorkAnew() {
        SupervisedLoop loop = loop(number -> {
            if (number == 3) {
                throw new IllegalStateException("secret prompt");
            }
        });
        loop.start();
        await(() -> steps.get() > 4);
        loop.close();
        assertEquals(2, opened.get());
        assertEquals(2, closed.get());
    }

    @Test
    void tooManyFailuresWithinAWhile_areDownForGood_andHoldNoText() {
        SupervisedLoop loop = loop(number -> {
            throw new IllegalStateException("secret prompt");
        });
        loop.start();
        ExecutionException end =
                assertThrows(ExecutionException.class, () -> loop.ended().get());
        assertInstanceOf(IllegalStateException.class, end.getCause());
        assertEquals(PartHealth.down("given up: IllegalStateException"), loop.health());
        assertEquals(SupervisedLoop.MOST_FAILURES + 1, opened.get());
        loop.close();
        assertEquals(State.DOWN, loop.health().state());
    }

    @Test
    void failuresLongAgo_doNotCount() {
        SupervisedLoop loop = loop(number -> {
            now.addAndGet(TimeUnit.MINUTES.toNanos(1));
            if (number <= 3 * SupervisedLoop.MOST_FAILURES) {
                throw new IllegalStateException("now and then");
            }
        });
        loop.start();
        await(() -> loop.health().state() == State.UP && steps.get() > 3 * SupervisedLoop.MOST_FAILURES + 1);
        loop.close();
    }

    @Test
    void error_endsTheThread_andIsSaid() {
        SupervisedLoop loop = loop(number -> {
            throw new StackOverflowError();
        });
        loop.start();
        assertThrows(ExecutionException.class, () -> loop.ended().get());
        assertEquals(PartHealth.down("given up: StackOverflowError"), loop.health());
        assertEquals(1, closed.get());
        loop.close();
    }

    @Test
    void workThatCannotBeOpened_isTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        SupervisedLoop loop = new SupervisedLoop(
                "part",
                () -> {
                    if (tries.incrementAndGet() < 4) {
                        throw new TimeoutException("no broker");
                    }
                    return new Counted(number -> {}, new CountDownLatch(1));
                },
                Duration.ofMillis(1),
                Duration.ofMillis(4),
                now::get);
        loop.start();
        await(() -> steps.get() > 0);
        loop.close();
        assertEquals(4, tries.get());
    }

    @Test
    void whatHampersTheWork_isSaid() {
        CountDownLatch looked = new CountDownLatch(1);
        SupervisedLoop loop = loop(number -> {
            if (number == 7) {
                uninterruptibly(looked);
            }
        });
        loop.start();
        await(() -> loop.health().state() == State.DEGRADED);
        assertEquals("the receiver does not answer", loop.health().why());
        looked.countDown();
        await(() -> loop.health().state() == State.UP);
        loop.close();
    }

    @Test
    void closing_interruptsAStepThatIsNotWoken() {
        CountDownLatch begun = new CountDownLatch(1);
        SupervisedLoop loop = loop(number -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        });
        loop.start();
        await(() -> begun.getCount() == 0);
        loop.close();
        assertTrue(loop.ended().isDone());
        assertEquals(1, closed.get());
        assertEquals(PartHealth.up(), loop.health());
    }

    @Test
    void neverStarted_canBeClosed() {
        SupervisedLoop loop = loop(number -> {});
        loop.close();
        assertEquals(0, opened.get());
    }

    @Test
    void repetition_survivesAFailure() {
        AtomicInteger looks = new AtomicInteger();
        try (SupervisedLoop loop = SupervisedLoop.every(Duration.ofMillis(1), "looks", () -> {
            if (looks.incrementAndGet() == 2) {
                throw new IllegalStateException("once");
            }
        })) {
            loop.start();
            await(() -> looks.get() > 3);
        }
        assertTrue(looks.get() > 3);
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
