package dev.weir.app.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.app.proof.oracle.Call;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Questions at a pace to any of the instances, for the calls of all time so far. A question that is not answered is asked
 * once more of the next instance; one that is not answered then either has failed. Whole answers never exceed what was
 * sent, and never fall behind one that was there before they were asked for; an answer that states an age may fall behind
 * what was answered within that age, and not behind what was answered before.
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
    /** How often a question failed, by the reasons of both tries. */
    private final Map<String, Integer> failures = new ConcurrentSkipListMap<>();

    private final AtomicInteger retried = new AtomicInteger();
    private final AtomicInteger partial = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private final AtomicInteger stale = new AtomicInteger();
    private final AtomicLong stalestMillis = new AtomicLong();
    /** The most calls that were answered by a time, {@link System#nanoTime}. */
    private final NavigableMap<Long, Long> answered = new TreeMap<>();

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
        long start = System.nanoTime();
        Instance.Reply reply = known.get(number % known.size()).reply(path);
        if (reply.body() == null) {
            retried.incrementAndGet();
            List<Instance> now = instances.get();
            Instance.Reply second = now.get((number + 1) % now.size()).reply(path);
            if (second.body() == null) {
                System.out.printf(
                        "%tT.%<tL no answer: %s, then %s%n",
                        System.currentTimeMillis(), reply.failure(), second.failure());
                failures.merge(reply.failure() + ", then " + second.failure(), 1, Integer::sum);
            }
            reply = second;
        }
        Optional<JsonNode> answer = reply.json();
        asked.incrementAndGet();
        synchronized (nanos) {
            nanos.add(System.nanoTime() - start);
        }
        if (answer.isEmpty()) {
            failed.incrementAndGet();
        } else if (answer.get().path("partial").asBoolean(true)) {
            partial.incrementAndGet();
        } else {
            whole(answer.get(), start);
        }
    }

    private void whole(JsonNode answer, long askedAt) {
        long now = System.nanoTime();
        longestGap.accumulateAndGet(now - lastWhole.getAndSet(now), Math::max);
        long calls = 0;
        for (JsonNode window : answer.path("windows")) {
            calls += window.path("calls").asLong();
        }
        long age = answer.path("stale_ms").asLong(Long.MAX_VALUE / 1_000_000);
        stale.addAndGet(age > 0 ? 1 : 0);
        stalestMillis.accumulateAndGet(age, Math::max);
        long least = answeredBy(askedAt - age * 1_000_000);
        if (calls < least || calls > most) {
            wrong.incrementAndGet();
            System.out.printf(
                    "%tT.%<tL answered %d calls after %d, %d ms old, of at most %d%n",
                    System.currentTimeMillis(), calls, least, age, most);
        }
        synchronized (answered) {
            long then = System.nanoTime();
            answered.put(then, Math.max(calls, answeredBy(then)));
        }
    }

    private long answeredBy(long nanos) {
        synchronized (answered) {
            Map.Entry<Long, Long> last = answered.floorEntry(nanos);
            return last == null ? 0 : last.getValue();
        }
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
        drill.figure("queries_failed_by_reason", failures.toString());
        drill.figure("queries_retried", retried.get());
        drill.figure("answers_partial", partial.get());
        drill.figure("answers_wrong", wrong.get());
        drill.figure("answers_stale", stale.get());
        drill.figure("stalest_ms", stalestMillis.get());
        drill.figure("longest_without_whole_answer_s", longestGap.get() / 1e9);
        drill.figure("query_p50_ms", quantile(sorted, 0.5));
        drill.figure("query_p99_ms", quantile(sorted, 0.99));
        drill.require(
                asked.get() > 0 && answeredBy(System.nanoTime()) > 0,
                () -> "no question was answered: nothing is proved");
        drill.require(
                failed.get() <= mostFailed * asked.get(),
                () -> failed.get() + " of " + asked.get() + " questions failed after a second try");
        drill.require(wrong.get() == 0, () -> wrong.get() + " answers fell behind their age or exceeded the truth");
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
