package dev.weir.app.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.app.proof.oracle.Call;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Questions at a pace to any of the instances, for the calls of all time so far. A question that is not answered is asked
 * once more of the next instance; one that is not answered then either has failed. Whole answers never fall behind one
 * that was there before they were asked for, and never exceed what was sent.
 */
final class QueryLoad implements AutoCloseable {

    private static final int THREADS = 4;

    private final String path;
    private final long most;
    private final double perSecond;
    private final Supplier<List<Instance>> instances;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger retried = new AtomicInteger();
    private final AtomicInteger partial = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private final AtomicLong highest = new AtomicLong();
    /** When the last whole answer arrived, {@link System#nanoTime}. */
    private final AtomicLong lastWhole = new AtomicLong(System.nanoTime());

    private final AtomicLong longestGap = new AtomicLong();
    private final List<Long> nanos = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private QueryLoad(String path, long most, double perSecond, Supplier<List<Instance>> instances) {
        this.path = path;
        this.most = most;
        this.perSecond = perSecond;
        this.instances = instances;
    }

    /** Starts to ask. @param instances those that a client would know of */
    static QueryLoad start(List<Call> calls, double perSecond, Supplier<List<Instance>> instances) {
        LongStream ends = calls.stream().mapToLong(call -> call.endMicros() / 1_000);
        java.util.LongSummaryStatistics range = ends.summaryStatistics();
        String path = "/api/v1/windows?step=1d&by=tenant&from=" + range.getMin() + "&to=" + (range.getMax() + 1);
        QueryLoad load = new QueryLoad(path, calls.size(), perSecond, instances);
        for (int i = 0; i < THREADS; i++) {
            int first = i;
            Thread thread = new Thread(() -> load.run(first), "queries-" + i);
            thread.setDaemon(true);
            load.threads.add(thread);
            thread.start();
        }
        return load;
    }

    private void run(int first) {
        long start = System.nanoTime();
        for (int i = first; !ended.get(); i += THREADS) {
            long due = start + (long) (i / perSecond * 1e9);
            while (System.nanoTime() < due && !ended.get()) {
                LockSupport.parkNanos(Math.min(Math.max(1, due - System.nanoTime()), 20_000_000));
            }
            askOnce(i);
        }
    }

    private void askOnce(int number) {
        List<Instance> known = instances.get();
        long before = highest.get();
        long start = System.nanoTime();
        Optional<JsonNode> answer = known.get(number % known.size()).ask(path);
        if (answer.isEmpty()) {
            retried.incrementAndGet();
            List<Instance> now = instances.get();
            answer = now.get((number + 1) % now.size()).ask(path);
        }
        asked.incrementAndGet();
        synchronized (nanos) {
            nanos.add(System.nanoTime() - start);
        }
        if (answer.isEmpty()) {
            failed.incrementAndGet();
        } else if (answer.get().path("partial").asBoolean(true)) {
            partial.incrementAndGet();
        } else {
            whole(answer.get(), before);
        }
    }

    private void whole(JsonNode answer, long before) {
        long now = System.nanoTime();
        longestGap.accumulateAndGet(now - lastWhole.getAndSet(now), Math::max);
        long calls = 0;
        for (JsonNode window : answer.path("windows")) {
            calls += window.path("calls").asLong();
        }
        if (calls < before || calls > most) {
            wrong.incrementAndGet();
            System.out.println("answered " + calls + " calls after " + before + ", of at most " + most);
        }
        highest.accumulateAndGet(calls, Math::max);
    }

    /** When the last whole answer arrived, {@link System#nanoTime}. */
    long lastWhole() {
        return lastWhole.get();
    }

    /** Stops asking, adds the figures, and fails the drill when too many questions failed or an answer was wrong. */
    void report(Drill drill, double mostFailed) {
        close();
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        drill.figure("queries", asked.get());
        drill.figure("queries_failed", failed.get());
        drill.figure("queries_retried", retried.get());
        drill.figure("answers_partial", partial.get());
        drill.figure("answers_wrong", wrong.get());
        drill.figure("longest_without_whole_answer_s", longestGap.get() / 1e9);
        drill.figure("query_p50_ms", quantile(sorted, 0.5));
        drill.figure("query_p99_ms", quantile(sorted, 0.99));
        drill.require(asked.get() > 0 && highest.get() > 0, () -> "no question was answered: nothing is proved");
        drill.require(
                failed.get() <= mostFailed * asked.get(),
                () -> failed.get() + " of " + asked.get() + " questions failed after a second try");
        drill.require(wrong.get() == 0, () -> wrong.get() + " answers fell behind earlier ones or exceeded the truth");
    }

    private static double quantile(long[] sorted, double q) {
        return sorted.length == 0 ? 0 : sorted[(int) (q * (sorted.length - 1))] / 1e6;
    }

    @Override
    public void close() {
        ended.set(true);
        for (Thread thread : threads) {
            try {
                thread.join(20_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(new int[] {asked.get(), failed.get(), partial.get(), wrong.get()});
    }
}
