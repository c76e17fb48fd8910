package dev.weir.app.run;

import dev.weir.schemas.supervision.SupervisedLoop;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.GroupProtocol;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription.Processor;
import org.apache.kafka.streams.TopologyDescription.Subtopology;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an application that does not run yet waits for, looked at once a second by a thread of its own. A restore whose
 * offset has not moved for {@link #STANDSTILL}, or a group that has handed out nothing for as long, is a standstill: its cause
 * is asked for, logged once and told to whoever asks for the health of the process. That is longer than a transaction may
 * last and a member may be missed, so no start that gets on with it is one.
 */
final class StartWatch implements AutoCloseable {

    /** Without progress for so long, something is wrong. */
    static final Duration STANDSTILL = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(StartWatch.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final KafkaStreams streams;
    private final String application;
    private final GroupProtocol protocol;
    private final Map<String, Integer> subtopologies;
    private final Admin admin;
    private final Duration patience;
    private final Clock clock;
    private final SupervisedLoop looks;
    private final Map<Changelog, Progress> restoring = new HashMap<>();
    private long emptySince;
    private boolean told;
    private volatile @Nullable Wait wait;

    /**
     * What is waited for.
     *
     * @param what in words; names a task, its changelog and offsets, or the group
     * @param standstill whether it has not moved for {@link #STANDSTILL}
     * @param restartHelps whether the cause lies in this process
     */
    record Wait(String what, boolean standstill, boolean restartHelps) {}

    private record Changelog(String store, int partition) {}

    private record Progress(long offset, long end, long since) {
        long left() {
            return end - offset;
        }
    }

    /**
     * A watch over an application that is about to start.
     *
     * @param admin closed with the watch
     * @param patience {@link #STANDSTILL}, or less in a test
     */
    StartWatch(
            KafkaStreams streams,
            Topology topology,
            String application,
            GroupProtocol protocol,
            Admin admin,
            Duration patience,
            Clock clock) {
        this.streams = streams;
        this.application = application;
        this.protocol = protocol;
        this.subtopologies = subtopologies(topology);
        this.admin = admin;
        this.patience = patience;
        this.clock = clock;
        this.emptySince = clock.millis();
        this.looks = SupervisedLoop.every(LOOK_EVERY, "start-watch-" + application, this::look);
    }

    private static Map<String, Integer> subtopologies(Topology topology) {
        Map<String, Integer> ofStores = new HashMap<>();
        for (Subtopology part : topology.describe().subtopologies()) {
            part.nodes().stream()
                    .filter(Processor.class::isInstance)
                    .flatMap(node -> ((Processor) node).stores().stream())
                    .forEach(store -> ofStores.put(store, part.id()));
        }
        return ofStores;
    }

    void start() {
        looks.start();
    }

    /** What looks. */
    SupervisedLoop loop() {
        return looks;
    }

    /** What is waited for now; empty when all tasks run, and when the application has given up. */
    Optional<Wait> current() {
        return Optional.ofNullable(wait);
    }

    private void look() {
        try {
            if (streams.state() == State.REBALANCING) {
                wait = waiting(clock.millis());
            } else {
                restoring.clear();
                emptySince = clock.millis();
                told = false;
                wait = null;
            }
        } catch (StreamsException | IllegalStateException e) {
            wait = new Wait("the brokers do not say how far the changelogs go", false, false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Wait waiting(long now) throws InterruptedException {
        observe(now);
        List<Map.Entry<Changelog, Progress>> left = restoring.entrySet().stream()
                .filter(entry -> entry.getValue().left() > 0)
                .sorted(Comparator.comparingLong(entry -> entry.getValue().since()))
                .toList();
        if (left.isEmpty()) {
            return now - emptySince < patience.toMillis()
                    ? new Wait("its group to hand out tasks", false, false)
                    : stands(new Standstill(admin).ofGroup(application, protocol));
        }
        emptySince = now;
        Map.Entry<Changelog, Progress> slowest = left.get(0);
        if (now - slowest.getValue().since() < patience.toMillis()) {
            long records =
                    left.stream().mapToLong(entry -> entry.getValue().left()).sum();
            return new Wait(records + " records of " + left.size() + " changelogs to be restored", false, false);
        }
        return stands(slowest.getKey(), slowest.getValue());
    }

    /** A task that is moved to another thread reports no offset for a moment: what it had is kept. */
    private void observe(long now) {
        for (Map.Entry<String, Map<Integer, LagInfo>> store :
                streams.allLocalStorePartitionLags().entrySet()) {
            store.getValue()
                    .forEach((partition, lag) -> restoring.merge(
                            new Changelog(store.getKey(), partition),
                            new Progress(lag.currentOffsetPosition(), lag.endOffsetPosition(), now),
                            (before, after) -> after.offset() == before.offset()
                                    ? new Progress(after.offset(), after.end(), before.since())
                                    : after));
        }
    }

    private Wait stands(Standstill.Cause cause) {
        if (!told) {
            told = true;
            LOG.atWarn()
                    .addKeyValue("group", application)
                    .addKeyValue("why", cause.why())
                    .log("start stands still, no task is handed out");
        }
        return new Wait(cause.why(), true, cause.restartHelps());
    }

    private Wait stands(Changelog changelog, Progress progress) throws InterruptedException {
        String topic = application + "-" + changelog.store() + "-changelog";
        Standstill.Cause cause = new Standstill(admin).ofChangelog(new TopicPartition(topic, changelog.partition()));
        String task = subtopologies.getOrDefault(changelog.store(), -1) + "_" + changelog.partition();
        if (!told) {
            told = true;
            LOG.atWarn()
                    .addKeyValue("store", task + "/" + changelog.store())
                    .addKeyValue("topic", topic)
                    .addKeyValue("partition", changelog.partition())
                    .addKeyValue("offset", progress.offset())
                    .addKeyValue("end", progress.end())
                    .addKeyValue("why", cause.why())
                    .log("start stands still, a store is not restored on");
        }
        String what = "task %s restores %s from %s-%d and stands at offset %d of %d since %d s: %s"
                .formatted(
                        task,
                        changelog.store(),
                        topic,
                        changelog.partition(),
                        progress.offset(),
                        progress.end(),
                        (clock.millis() - progress.since()) / 1_000,
                        cause.why());
        return new Wait(what, true, cause.restartHelps());
    }

    @Override
    public void close() {
        looks.close();
        admin.close(Duration.ZERO);
    }
}
