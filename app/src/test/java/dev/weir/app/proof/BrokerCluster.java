package dev.weir.app.proof;

import dev.weir.app.embedded.BrokerNode;
import dev.weir.app.embedded.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/** Kafka nodes as processes, which can be killed, stopped and started again on the same ports and directories. */
final class BrokerCluster implements Brokers {

    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final List<String> JVM = List.of("-Xmx384m");

    private final Path home;
    private final String cluster = Uuid.randomUuid().toString();
    private final List<Integer> ports;
    private final List<Integer> controllers;
    private final List<ChildProcess> nodes = new ArrayList<>();

    private BrokerCluster(Path home, List<Integer> ports) {
        this.home = home;
        this.ports = ports.subList(0, ports.size() / 2);
        this.controllers = ports.subList(ports.size() / 2, ports.size());
    }

    /**
     * Starts nodes and waits until all of them have joined.
     *
     * @param count 1, or 3 for three copies of everything, two of which have to be written
     */
    static BrokerCluster start(Path home, int count) throws IOException {
        BrokerCluster cluster = new BrokerCluster(home, FreePorts.some(2 * count));
        for (int node = 1; node <= count; node++) {
            cluster.nodes.add(cluster.launch(node));
        }
        cluster.awaitAll();
        return cluster;
    }

    private ChildProcess launch(int node) throws IOException {
        return ChildProcess.start(
                home.resolveSibling("broker-" + node + ".log"),
                JVM,
                BrokerNode.class,
                List.of(
                        cluster,
                        home.resolve("node-" + node).toString(),
                        String.valueOf(node),
                        String.valueOf(ports.get(node - 1)),
                        controllers.stream().map(String::valueOf).collect(Collectors.joining(","))));
    }

    int size() {
        return nodes.size();
    }

    /** The process of a node, numbered from 1. */
    ChildProcess node(int number) {
        return nodes.get(number - 1);
    }

    /** Starts a dead node again. */
    void restart(int number) throws IOException {
        nodes.set(number - 1, launch(number));
    }

    /** Waits until every node has joined and every partition has all its copies in step. */
    void awaitAll() {
        long end = System.nanoTime() + DEADLINE.toNanos();
        String last = "";
        while (System.nanoTime() < end) {
            try (Admin admin = Admin.create(Map.of(
                    "bootstrap.servers",
                    bootstrapServers(),
                    "request.timeout.ms",
                    5_000,
                    "default.api.timeout.ms",
                    8_000))) {
                last = outOfStep(admin);
                if (last.isEmpty()) {
                    return;
                }
            } catch (ExecutionException e) {
                last = String.valueOf(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        String words = nodes.stream().map(node -> node.lastWords(15)).collect(Collectors.joining("\n"));
        throw new AssertionError("the brokers were not in step within " + DEADLINE + ": " + last + "\n" + words);
    }

    private String outOfStep(Admin admin) throws ExecutionException, InterruptedException {
        int joined = admin.describeCluster().nodes().get().size();
        if (joined < nodes.size()) {
            return joined + " of " + nodes.size() + " nodes";
        }
        long behind = admin.describeTopics(admin.listTopics().names().get()).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .filter(partition -> partition.leader() == null
                        || partition.isr().size() < partition.replicas().size())
                .count();
        return behind == 0 ? "" : behind + " partitions lack a copy";
    }

    @Override
    public String bootstrapServers() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    @Override
    public List<ChildProcess> processes() {
        return List.copyOf(nodes);
    }

    @Override
    public void close() {
        try {
            for (ChildProcess node : nodes) {
                node.kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
