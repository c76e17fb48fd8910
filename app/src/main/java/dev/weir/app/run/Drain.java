package dev.weir.app.run;

import dev.weir.schemas.Topic;
import dev.weir.schemas.avro.Progress;
import dev.weir.schemas.text.Durations;
import dev.weir.topology.Kinds;
import dev.weir.topology.MonitoringConfig;
import dev.weir.topology.RuleDemands;
import dev.weir.topology.StateStores;
import dev.weir.topology.commit.Counters;
import dev.weir.topology.query.Queries.Counts;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/**
 * Knows when a recorded input has gone all the way: every window topic says it has ended, every sampled call has been
 * answered by every evaluator, and alerting has read all of it.
 */
public final class Drain {

    private static final Duration STEP = Duration.ofMillis(200);
    private static final int CALM_STEPS = 3;
    private static final List<Topic> WINDOWS =
            Kinds.of(MonitoringConfig.DEFAULT, RuleDemands.NONE).topics();

    private final App app;
    private final int partitions;
    private final int evaluators;
    private final Set<TopicPartition> ended = new HashSet<>();

    /** @param evaluators how many scores every sampled call gets; 0 when nobody judges */
    public Drain(App app, int partitions, int evaluators) {
        this.app = app;
        this.partitions = partitions;
        this.evaluators = evaluators;
    }

    /** Waits until it has, as {@link #await(Duration, Consumer)} does, and tells nobody. */
    public void await(Duration timeout) throws InterruptedException {
        await(timeout, outstanding -> {});
    }

    /**
     * Waits until it has.
     *
     * @param outstanding told what is missing, several times a second; has to be quick
     * @throws IllegalStateException if a role fails or the time is up; the message says what is outstanding
     */
    public void await(Duration timeout, Consumer<String> outstanding) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        String missing = "everything";
        int calm = 0;
        try (TopicFollower<Progress> progress =
                        new TopicFollower<>(app.clientSettings(), app.codec(), WINDOWS, Progress.class);
                Admin admin = Admin.create(app.clientSettings())) {
            while (calm < CALM_STEPS) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the input has not gone through within " + Durations.format(timeout)
                            + ": outstanding is " + missing + warnings());
                }
                if (!app.problems().isEmpty()) {
                    throw new IllegalStateException("a role failed: " + app.problems());
                }
                progress.poll(STEP, (partition, record) -> note(partition, record));
                missing = outstanding(admin);
                calm = missing.isEmpty() ? calm + 1 : 0;
                outstanding.accept(missing);
            }
        }
    }

    /** What hampers parts of the application, which may be why something is outstanding. */
    private String warnings() {
        Map<String, String> warnings = app.warnings();
        return warnings.isEmpty() ? "" : "; " + warnings;
    }

    /**
     * The conservation counters of all partitions. Tasks that are moving, as on a machine that is too busy for them, are
     * waited for.
     *
     * @throws IllegalStateException if the stores of a partition cannot be asked within so long
     */
    public static Counts counters(App app, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            String why;
            try {
                Counts counts = app.queries().orElseThrow().counters();
                if (!counts.whole().isPartial()) {
                    return counts;
                }
                why = "some partitions are out of reach";
            } catch (InvalidStateStoreException e) {
                why = String.valueOf(e.getMessage());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the counters could not be read within " + Durations.format(timeout)
                        + ": " + why + "; " + app.waitingFor());
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while the counters were read");
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    private void note(TopicPartition partition, Progress record) {
        if (record.getEnded()) {
            ended.add(partition);
        } else {
            ended.remove(partition);
        }
    }

    private String outstanding(Admin admin) throws InterruptedException {
        if (ended.size() < WINDOWS.size() * partitions) {
            return "windows: " + ended.size() + " of " + WINDOWS.size() * partitions + " partitions have ended";
        }
        try {
            Counts counts = app.queries().orElseThrow().counters();
            long sampled = counter(counts, StateStores.INGEST_COUNTERS, Counters.SAMPLED);
            long scores = counter(counts, StateStores.SCORE_COUNTERS, Counters.READ);
            if (counts.whole().isPartial() || scores < sampled * evaluators) {
                return "judging: " + scores + " of " + sampled * evaluators + " scores";
            }
            long behind = alertingLag(admin);
            return behind == 0 ? "" : "alerting: " + behind + " records";
        } catch (InvalidStateStoreException e) {
            return "stores: " + e.getMessage();
        } catch (ExecutionException | TimeoutException e) {
            return "offsets: " + e.getMessage();
        }
    }

    private static long counter(Counts counts, String store, String name) {
        return counts.byStore().getOrDefault(store, Map.of()).getOrDefault(name, 0L);
    }

    private static long alertingLag(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(App.ALERTING)
                .partitionsToOffsetAndMetadata()
                .get(10, TimeUnit.SECONDS);
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        committed.keySet().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(
                        wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get(10, TimeUnit.SECONDS);
        long behind = 0;
        for (Map.Entry<TopicPartition, OffsetAndMetadata> read : committed.entrySet()) {
            ListOffsetsResultInfo end = ends.get(read.getKey());
            behind +=
                    end == null ? 1 : Math.max(0, end.offset() - read.getValue().offset());
        }
        return behind;
    }
}
