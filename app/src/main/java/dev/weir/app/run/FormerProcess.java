package dev.weir.app.run;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
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

    private static <T> T get(KafkaFuture<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
