package dev.weir.app.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.streams.GroupProtocol;

/** Why an application stands still, as far as the brokers can say: a changelog that cannot be read on, or its group. */
final class Standstill {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Admin admin;

    Standstill(Admin admin) {
        this.admin = admin;
    }

    /**
     * A cause in words.
     *
     * @param restartHelps whether it lies in this process; else a restart would wait for the same
     */
    record Cause(String why, boolean restartHelps) {}

    /** Why nothing more of a changelog is read, which has more. */
    Cause ofChangelog(TopicPartition changelog) throws InterruptedException {
        try {
            long end = end(changelog, IsolationLevel.READ_UNCOMMITTED);
            long stable = end(changelog, IsolationLevel.READ_COMMITTED);
            return stable < end
                    ? new Cause("LSO " + stable + " behind an open transaction" + owner(changelog), false)
                    : new Cause("what is there can be read, and nobody reads it", true);
        } catch (ExecutionException | TimeoutException e) {
            return new Cause("the brokers do not say how far it can be read: " + words(e), false);
        }
    }

    private long end(TopicPartition partition, IsolationLevel isolation)
            throws InterruptedException, ExecutionException, TimeoutException {
        return get(admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                        .partitionResult(partition))
                .offset();
    }

    /** Whose transaction holds back the readers of a partition; empty where the brokers do not know. */
    private String owner(TopicPartition partition) throws InterruptedException {
        try {
            Optional<ProducerState> oldest =
                    get(admin.describeProducers(List.of(partition)).partitionResult(partition))
                            .activeProducers()
                            .stream()
                            .filter(producer ->
                                    producer.currentTransactionStartOffset().isPresent())
                            .min(Comparator.comparingLong(producer ->
                                    producer.currentTransactionStartOffset().getAsLong()));
            return oldest.isEmpty() ? "" : " of " + transaction(oldest.get().producerId());
        } catch (ExecutionException | TimeoutException e) {
            return ", whose producer the brokers do not say: " + words(e);
        }
    }

    private String transaction(long producer) throws InterruptedException, ExecutionException, TimeoutException {
        Optional<TransactionListing> known = get(
                        admin.listTransactions(new ListTransactionsOptions().filterProducerIds(Set.of(producer)))
                                .all())
                .stream()
                .findFirst();
        if (known.isEmpty()) {
            return "producer " + producer + ", which no coordinator knows: it ends when somebody aborts it";
        }
        String id = known.get().transactionalId();
        TransactionDescription transaction =
                get(admin.describeTransactions(List.of(id)).description(id));
        String begun = transaction.transactionStartTimeMs().isPresent()
                ? ", begun "
                        + Instant.ofEpochMilli(
                                transaction.transactionStartTimeMs().getAsLong())
                : "";
        return id + " (" + transaction.state() + begun + ", its timeout is "
                + Duration.ofMillis(transaction.transactionTimeoutMs()).toSeconds() + " s)";
    }

    /** Why a group hands out no work, or its committed offsets are not to be had. */
    Cause ofGroup(String group, GroupProtocol protocol) throws InterruptedException {
        try {
            String state = protocol == GroupProtocol.STREAMS ? streamsGroup(group) : classicGroup(group);
            get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
            return new Cause("group " + group + " is " + state + ": expected it to hand out tasks", false);
        } catch (ExecutionException | TimeoutException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return new Cause("group " + group + " has no members: expected this instance to have joined it", false);
            }
            return new Cause(
                    "group " + group + " cannot be asked: " + words(e)
                            + "; expected a broker that has its partition of __consumer_offsets and can read it",
                    false);
        }
    }

    private String classicGroup(String group) throws InterruptedException, ExecutionException, TimeoutException {
        ConsumerGroupDescription found =
                only(get(admin.describeConsumerGroups(List.of(group)).all()));
        return found.groupState() + " with " + found.members().size() + " members";
    }

    private String streamsGroup(String group) throws InterruptedException, ExecutionException, TimeoutException {
        StreamsGroupDescription found =
                only(get(admin.describeStreamsGroups(List.of(group)).all()));
        return found.groupState() + " with " + found.members().size() + " members";
    }

    /** The description of the one group that was asked for. */
    private static <T> T only(Map<String, T> described) {
        return described.values().iterator().next();
    }

    private static <T> T get(KafkaFuture<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String words(Exception failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return failure instanceof TimeoutException
                ? "no answer within " + DEADLINE.toSeconds() + " s"
                : cause.getClass().getSimpleName() + " " + cause.getMessage();
    }
}
