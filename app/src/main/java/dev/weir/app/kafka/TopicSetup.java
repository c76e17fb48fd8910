package dev.weir.app.kafka;

import dev.weir.app.config.TopicsConfig;
import dev.weir.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Creation and verification of topics. What exists is compared with what Weir needs (partitions, cleanup policy,
 * retention, which clock stamps); one mismatch anywhere and nothing is created.
 *
 * <p>After {@link #prepare} every partition has a leader that answers. That matters: an idempotent producer that sends
 * to a topic in the moment after its creation can have its first batch refused and its second accepted, and then never
 * recovers.
 */
public final class TopicSetup {

    /** From this many copies on, a write needs two of them. */
    private static final int SAFE_REPLICATION = 3;

    private static final Duration RETRY_PAUSE = Duration.ofMillis(20);

    private final Admin admin;
    private final TopicsConfig config;
    private final Duration deadline;

    /**
     * @param admin not closed here
     * @param deadline how long one request, and the wait for all leaders, may take
     */
    public TopicSetup(Admin admin, TopicsConfig config, Duration deadline) {
        this.admin = admin;
        this.config = config;
        this.deadline = deadline;
    }

    /**
     * A topic as the cluster has it.
     *
     * @param problems each {@code topic NAME: setting = actual: expected …}; empty when missing
     */
    public record Status(Topic topic, boolean exists, List<String> problems) {}

    /** How each topic stands now; changes nothing. */
    public List<Status> inspect(Collection<Topic> topics) {
        Map<String, TopicDescription> found = describe(topics);
        Map<String, Config> settings = settings(found.keySet());
        List<Status> statuses = new ArrayList<>();
        for (Topic topic : topics) {
            TopicDescription description = found.get(topic.name());
            Config actual = settings.get(topic.name());
            statuses.add(
                    description == null || actual == null
                            ? new Status(topic, false, List.of())
                            : new Status(topic, true, mismatches(topic, description, actual)));
        }
        return statuses;
    }

    /**
     * Creates what is missing and waits until every partition answers.
     *
     * @return how the topics stood before
     * @throws TopicSetupException if an existing topic does not match, with every mismatch; nothing is created then. Also
     *     if the cluster refuses, or does not answer in time
     */
    public List<Status> prepare(Collection<Topic> topics) {
        List<Status> before = inspect(topics);
        refuseMismatches(before);
        List<Topic> missing =
                before.stream().filter(s -> !s.exists()).map(Status::topic).toList();
        if (!missing.isEmpty()) {
            create(missing);
        }
        awaitLeaders(topics);
        if (!missing.isEmpty()) {
            refuseMismatches(inspect(missing));
        }
        return before;
    }

    private static void refuseMismatches(List<Status> statuses) {
        List<String> problems =
                statuses.stream().flatMap(s -> s.problems().stream()).toList();
        if (!problems.isEmpty()) {
            throw new TopicSetupException(problems);
        }
    }

    private Map<String, TopicDescription> describe(Collection<Topic> topics) {
        List<String> names = topics.stream().map(Topic::name).toList();
        Map<String, TopicDescription> found = new TreeMap<>();
        admin.describeTopics(names).topicNameValues().forEach((name, answer) -> {
            Throwable failure = failureOf(answer);
            if (failure == null) {
                found.put(name, answer.toCompletionStage().toCompletableFuture().join());
            } else if (!(failure instanceof UnknownTopicOrPartitionException)) {
                throw refusal("topic " + name + " cannot be described", failure);
            }
        });
        return found;
    }

    private Map<String, Config> settings(Collection<String> names) {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Config> settings = new HashMap<>();
        get("topic settings cannot be read", admin.describeConfigs(resources).all())
                .forEach((resource, topicConfig) -> settings.put(resource.name(), topicConfig));
        return settings;
    }

    private List<String> mismatches(Topic topic, TopicDescription description, Config settings) {
        List<String> problems = new ArrayList<>();
        int partitions = description.partitions().size();
        if (partitions != config.partitions()) {
            problems.add(
                    mismatch(topic, "partitions", String.valueOf(partitions), String.valueOf(config.partitions())));
        }
        topic.demanded().forEach((key, expected) -> {
            ConfigEntry entry = settings.get(key);
            String actual = entry == null || entry.value() == null ? "" : entry.value();
            if (!actual.equals(expected)) {
                problems.add(mismatch(topic, key, actual, expected));
            }
        });
        return problems;
    }

    private static String mismatch(Topic topic, String setting, String actual, String expected) {
        return "topic %s: %s = %s: expected %s".formatted(topic.name(), setting, actual, expected);
    }

    private void create(List<Topic> missing) {
        short replication = replication();
        List<NewTopic> wanted = missing.stream()
                .map(topic -> new NewTopic(topic.name(), config.partitions(), replication)
                        .configs(creationSettings(topic, replication)))
                .toList();
        admin.createTopics(wanted).values().forEach((name, answer) -> {
            Throwable failure = failureOf(answer);
            // Another process may create the same topics in the same moment; what it made is verified afterwards.
            if (failure != null && !(failure instanceof TopicExistsException)) {
                throw refusal("topic " + name + " cannot be created", failure);
            }
        });
    }

    private static Map<String, String> creationSettings(Topic topic, short replication) {
        Map<String, String> settings = new TreeMap<>(topic.settings());
        if (replication >= SAFE_REPLICATION) {
            settings.put("min.insync.replicas", "2");
        }
        return settings;
    }

    private short replication() {
        if (config.replication() > 0) {
            return (short) config.replication();
        }
        int brokers = get(
                        "the cluster cannot be described",
                        admin.describeCluster().nodes())
                .size();
        return (short) Math.min(brokers, SAFE_REPLICATION);
    }

    private void awaitLeaders(Collection<Topic> topics) {
        Map<TopicPartition, OffsetSpec> partitions = topics.stream()
                .flatMap(topic -> IntStream.range(0, config.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.earliest()));
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            Throwable failure = failureOf(admin.listOffsets(partitions).all());
            if (failure == null) {
                return;
            }
            if (!(failure instanceof RetriableException) || System.nanoTime() > end) {
                throw refusal("not every partition has a leader", failure);
            }
            LockSupport.parkNanos(RETRY_PAUSE.toNanos());
        }
    }

    private <T> T get(String whatFails, KafkaFuture<T> answer) {
        Throwable failure = failureOf(answer);
        if (failure != null) {
            throw refusal(whatFails, failure);
        }
        return answer.toCompletionStage().toCompletableFuture().join();
    }

    /** Waits for an answer; null when it came. */
    private @Nullable Throwable failureOf(KafkaFuture<?> answer) {
        try {
            answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause() == null ? e : e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        } catch (java.util.concurrent.TimeoutException e) {
            return new TimeoutException("no answer");
        }
    }

    private TopicSetupException refusal(String whatFails, Throwable failure) {
        String why = failure instanceof TimeoutException
                ? "expected an answer from Kafka within " + deadline.toSeconds() + " s"
                : failure instanceof KafkaException ? String.valueOf(failure.getMessage()) : failure.toString();
        return new TopicSetupException(List.of(whatFails + ": " + why), failure);
    }
}
