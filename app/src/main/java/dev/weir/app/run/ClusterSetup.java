package dev.weir.app.run;

import dev.weir.app.config.KafkaConfig.Protocol;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.kafka.TopicSetup;
import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.topology.MonitoringConfig.ArrivalClock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;

/**
 * What the cluster must have before a role starts: the topics and, under the streams protocol, settings of the groups; and
 * what it must not have, where it is inside this process: remains of a process that was killed.
 */
final class ClusterSetup {

    private static final Duration TOPIC_DEADLINE = Duration.ofSeconds(60);
    /** Of the Kafka inside the process, which is as slow as the process itself. */
    private static final Duration TOPIC_DEADLINE_INSIDE = Duration.ofMinutes(10);

    private static final Duration GROUP_DEADLINE = Duration.ofSeconds(30);
    private static final String STANDBYS = "streams.num.standby.replicas";

    private ClusterSetup() {}

    /**
     * Creates and verifies the topics, and sets how many standbys the groups have; the last instance that starts wins.
     *
     * @throws IllegalStateException if the broker refuses the setting or does not answer
     */
    static void prepare(Admin admin, WeirConfig config, List<String> groups) {
        new TopicSetup(admin, config.topics(), config.kafka().embedded() ? TOPIC_DEADLINE_INSIDE : TOPIC_DEADLINE)
                .prepare(topics(config));
        if (config.kafka().groupProtocol() == Protocol.STREAMS) {
            groups.forEach(group -> setStandbys(admin, group, config.kafka().placedStandbys()));
        }
        if (config.kafka().embedded()) {
            FormerProcess.end(admin, groups);
        }
    }

    /** The topics as this process wants them: under a recorded clock the sources are stamped by their writer. */
    private static Collection<Topic> topics(WeirConfig config) {
        boolean live = config.topology().clock() == ArrivalClock.LIVE;
        return Stream.concat(Topics.all().stream(), config.topology().feeds().stream())
                .map(topic -> live || !topic.equals(Topics.TRACES) ? topic : topic.recorded())
                .toList();
    }

    private static void setStandbys(Admin admin, String group, int standbys) {
        AlterConfigOp set =
                new AlterConfigOp(new ConfigEntry(STANDBYS, Integer.toString(standbys)), AlterConfigOp.OpType.SET);
        try {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(Type.GROUP, group), List.of(set)))
                    .all()
                    .get(GROUP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "%s = %d of group %s was not set: expected a broker with the streams protocol that allows it"
                            .formatted(STANDBYS, standbys, group),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while setting up group " + group, e);
        }
    }
}
