package dev.weir.app.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One node of a Kafka cluster as a process of its own, broker and controller in one, to be killed. It has the embedded
 * broker's settings but for what a cluster needs: its peers, copies, and a failure detector that takes seconds. It ends
 * when its standard input does.
 */
public final class BrokerNode {

    private BrokerNode() {}

    /** @param args cluster id, directory, this node's number from 1, its port, and every node's controller port */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[1]);
        int node = Integer.parseInt(args[2]);
        Properties settings = settings(home, node, Integer.parseInt(args[3]), args[4].split(",", -1));
        format(args[0], home, node);
        new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM).startup();
        while (System.in.read() >= 0) {
            // nothing is ever written
        }
        Runtime.getRuntime().halt(1);
    }

    private static Properties settings(Path home, int node, int port, String[] controllers) {
        Properties settings = BrokerSettings.of(home, port, Integer.parseInt(controllers[node - 1]));
        StringBuilder voters = new StringBuilder();
        for (int i = 0; i < controllers.length; i++) {
            voters.append(i == 0 ? "" : ",").append(i + 1).append('@');
            voters.append(BrokerSettings.HOST).append(':').append(controllers[i]);
        }
        settings.put("node.id", String.valueOf(node));
        settings.put("controller.quorum.voters", voters.toString());
        settings.put("broker.session.timeout.ms", "6000");
        settings.put("log.retention.check.interval.ms", "1000");
        settings.put("log.initial.task.delay.ms", "500");
        if (controllers.length >= 3) {
            threeCopies(settings);
        }
        return settings;
    }

    private static void threeCopies(Properties settings) {
        for (String topic : new String[] {"transaction.state.log", "share.coordinator.state.topic"}) {
            settings.put(topic + ".replication.factor", "3");
            settings.put(topic + ".min.isr", "2");
        }
        settings.put("offsets.topic.replication.factor", "3");
        settings.put("default.replication.factor", "3");
        settings.put("min.insync.replicas", "2");
    }

    private static void format(String cluster, Path home, int node) throws Exception {
        Files.createDirectories(home);
        if (Files.exists(home.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setClusterId(cluster)
                    .setNodeId(node)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setIgnoreFormatted(true)
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(home.toString())
                    .addDirectory(home.toString())
                    .run();
        } catch (IOException e) {
            throw new IOException("formatting " + home + " failed", e);
        }
    }
}
