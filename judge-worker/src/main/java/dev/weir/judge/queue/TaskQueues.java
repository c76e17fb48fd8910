package dev.weir.judge.queue;

import dev.weir.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Queues on a cluster. For a share group its settings are made first: the broker's defaults would skip old tasks. */
public final class TaskQueues {

    private static final Logger LOG = LoggerFactory.getLogger(TaskQueues.class);
    private static final long ADMIN_SECONDS = 120;

    /** Deliveries that the broker grants beyond our own limit, for crashes while the failed verdict is written. */
    private static final int SPARE_DELIVERIES = 1;

    private final QueueConfig config;
    private final Map<String, Object> client;
    private final boolean share;

    private TaskQueues(QueueConfig config, Map<String, Object> client, boolean share) {
        this.config = config;
        this.client = client;
        this.share = share;
    }

    /**
     * Queues of the configured kind, on whichever of the two the cluster has for {@code AUTO}.
     *
     * @param client settings of every Kafka client: servers, security
     * @throws KafkaException if the cluster refuses the group's settings; a retriable one if it does not answer
     */
    public static TaskQueues on(QueueConfig config, Map<String, Object> client) {
        try (Admin admin = Admin.create(client)) {
            boolean share = switch (config.kind()) {
                case SHARE -> true;
                case CONSUMER -> false;
                case AUTO -> hasShareGroups(admin);
            };
            if (share) {
                configureGroup(admin, config);
            }
            LOG.atInfo()
                    .addKeyValue("group", config.groupId())
                    .addKeyValue("kind", share ? "share" : "consumer")
                    .log("judge queue chosen");
            return new TaskQueues(config, client, share);
        }
    }

    /** True for share groups. */
    public boolean isShare() {
        return share;
    }

    /** One more consumer of the group. */
    public TaskQueue open() {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.groupId());
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.maxLeased());
        String topic = Topics.JUDGE_TASKS.name();
        if (share) {
            settings.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
            settings.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
            return new ShareGroupQueue(
                    new KafkaShareConsumer<>(settings),
                    topic,
                    config.deliveryLimit(),
                    config.lockDuration(),
                    System::nanoTime);
        }
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new ConsumerGroupQueue(new KafkaConsumer<>(settings), topic, config.deliveryLimit(), config.maxLeased());
    }

    private static boolean hasShareGroups(Admin admin) {
        FinalizedVersionRange version = await(admin.describeFeatures().featureMetadata(), "describe features")
                .finalizedFeatures()
                .get("share.version");
        return version != null && version.maxVersionLevel() >= 1;
    }

    private static void configureGroup(Admin admin, QueueConfig config) {
        List<AlterConfigOp> settings = new ArrayList<>();
        add(settings, "share.auto.offset.reset", "earliest");
        add(settings, "share.isolation.level", "read_committed");
        add(
                settings,
                "share.record.lock.duration.ms",
                String.valueOf(config.lockDuration().toMillis()));
        add(settings, "share.delivery.count.limit", String.valueOf(config.deliveryLimit() + SPARE_DELIVERIES));
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, config.groupId());
        await(admin.incrementalAlterConfigs(Map.of(group, settings)).all(), "configure group " + config.groupId());
    }

    private static void add(List<AlterConfigOp> settings, String name, String value) {
        settings.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET));
    }

    private static <T> T await(org.apache.kafka.common.KafkaFuture<T> answer, String what) {
        try {
            return answer.get(ADMIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RetriableException
                    ? new org.apache.kafka.common.errors.TimeoutException("cannot " + what, failed.getCause())
                    : new KafkaException("cannot " + what, failed.getCause());
        } catch (TimeoutException late) {
            throw new org.apache.kafka.common.errors.TimeoutException(
                    "cannot " + what + ": no answer within " + ADMIN_SECONDS + " s", late);
        } catch (InterruptedException stopped) {
            throw new InterruptException("interrupted while trying to " + what, stopped);
        }
    }
}
