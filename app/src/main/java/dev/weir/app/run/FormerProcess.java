package dev.weir.app.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process that was killed has left in the Kafka that was inside it: members of groups, which would be waited for
 * until their session is over, and open transactions, which hold back every reader until their time is up. A Kafka inside
 * a process has ended with all its clients, so whatever it still knows of them when it is started again is of the dead. A
 * client in another process that has found it again joins again.
 */
final class FormerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(FormerProcess.class);
    /** States of a transaction that is over, as its coordinator sees it. */
    private static final Set<TransactionState> ENDED =
            Set.of(TransactionState.EMPTY, TransactionState.COMPLETE_COMMIT, TransactionState.COMPLETE_ABORT);

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private FormerProcess() {}

    /**
     * Removes the members and ends the transactions. What the broker does not do in time is waited for as on a cluster.
     *
     * @param applications that were in it: their groups and transactional ids are named after them
     */
    static void end(Admin admin, List<String> applications) {
        Predicate<String> ours =
                id -> applications.stream().anyMatch(name -> id.equals(name) || id.startsWith(name + "-"));
        try {
            endTransactions(admin, ours);
            abortHanging(admin, ours);
            for (GroupListing group : withMembers(admin)) {
                if (ours.test(group.groupId())) {
                    get(admin.removeMembersFromConsumerGroup(
                                    group.groupId(), new RemoveMembersFromConsumerGroupOptions())
                            .all());
                }
            }
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn().setCause(e).log("what a former process left is waited for until its time is up");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<GroupListing> withMembers(Admin admin)
            throws InterruptedException, ExecutionException, TimeoutException {
        return get(admin.listGroups(new ListGroupsOptions().withTypes(Set.of(GroupType.CLASSIC)))
                        .all())
                .stream()
                .filter(group ->
                        group.groupState().filter(GroupState.EMPTY::equals).isEmpty())
                .toList();
    }

    private static void endTransactions(Admin admin, Predicate<String> ours)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<String> open = get(admin.listTransactions(
                                new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING)))
                        .all())
                .stream()
                .map(TransactionListing::transactionalId)
                .filter(ours)
                .toList();
        if (!open.isEmpty()) {
            get(admin.fenceProducers(open).all());
        }
    }

    /**
     * Aborts what no coordinator will end. A broker that is started ends transactions whose time is up; where it does not know
     * the leader of a partition yet, it takes the partition for deleted, writes no marker there, and calls the transaction
     * ended. Readers of committed records would wait in front of it for ever.
     */
    private static void abortHanging(Admin admin, Predicate<String> ours)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, List<ProducerState>> open = new HashMap<>();
        Set<Long> producers = new HashSet<>();
        get(admin.describeProducers(partitions(admin)).all())
                .forEach((partition, states) -> states.activeProducers().stream()
                        .filter(producer ->
                                producer.currentTransactionStartOffset().isPresent())
                        .forEach(producer -> {
                            open.computeIfAbsent(partition, absent -> new ArrayList<>())
                                    .add(producer);
                            producers.add(producer.producerId());
                        }));
        if (open.isEmpty()) {
            return;
        }
        Map<Long, TransactionListing> known =
                get(admin.listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
                                .all())
                        .stream()
                        .collect(Collectors.toMap(TransactionListing::producerId, Function.identity()));
        for (Map.Entry<TopicPartition, List<ProducerState>> at : open.entrySet()) {
            for (ProducerState producer : at.getValue()) {
                TransactionListing transaction = known.get(producer.producerId());
                if (transaction == null
                        || (ours.test(transaction.transactionalId()) && ENDED.contains(transaction.state()))) {
                    abort(admin, at.getKey(), producer);
                }
            }
        }
    }

    /** The marker is of the epoch after the one that wrote, as a coordinator's would be. */
    private static void abort(Admin admin, TopicPartition partition, ProducerState producer)
            throws InterruptedException, ExecutionException, TimeoutException {
        get(admin.abortTransaction(new AbortTransactionSpec(
                        partition,
                        producer.producerId(),
                        (short) (producer.producerEpoch() + 1),
                        producer.coordinatorEpoch().orElse(0)))
                .all());
        LOG.atWarn()
                .addKeyValue("topic", partition.topic())
                .addKeyValue("partition", partition.partition())
                .addKeyValue("offset", producer.currentTransactionStartOffset().orElse(-1))
                .addKeyValue("why", "its coordinator does not know of it any more")
                .log("transaction that nobody would have ended is aborted");
    }

    private static List<TopicPartition> partitions(Admin admin)
            throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> topics = get(admin.listTopics().names());
        return get(admin.describeTopics(topics).allTopicNames()).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    private static <T> T get(KafkaFuture<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
