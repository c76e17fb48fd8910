package dev.weir.app.command;

import dev.weir.app.config.WeirConfig;
import dev.weir.app.kafka.KafkaClients;
import dev.weir.app.kafka.TopicSetup;
import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir topics}: every topic of Weir, created where missing and verified where not. */
@Command(
        name = "topics",
        description = "Creates Weir's topics, or verifies the ones that exist; a mismatch is exit code 1.")
final class TopicsCommand implements Callable<Integer> {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--dry-run", description = "prints the topics and asks no cluster")
    private boolean dryRun;

    private final Terminal terminal;

    TopicsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        WeirConfig config = common.load(terminal).config();
        PrintWriter out = terminal.out();
        List<Topic> topics = Stream.concat(Topics.all().stream(), config.topology().feeds().stream())
                .toList();
        if (dryRun) {
            topics.forEach(topic -> print(out, topic, config.topics().partitions(), ""));
            return 0;
        }
        if (config.kafka().embedded()) {
            throw new UsageException("kafka.bootstrap_servers = : expected host:port of the cluster"
                    + " (WEIR_KAFKA_BOOTSTRAP_SERVERS or --set); --dry-run needs none");
        }
        KafkaClients.requireReachable(config.kafka().bootstrapServers(), Duration.ofSeconds(3));
        try (Admin admin = KafkaClients.admin(config.kafka(), config.kafka().bootstrapServers(), DEADLINE)) {
            List<TopicSetup.Status> before = new TopicSetup(admin, config.topics(), DEADLINE).prepare(topics);
            before.forEach(status ->
                    print(out, status.topic(), config.topics().partitions(), status.exists() ? "verified" : "created"));
        }
        return 0;
    }

    private static void print(PrintWriter out, Topic topic, int partitions, String state) {
        String settings =
                "partitions=" + partitions + " " + topic.settings().toString().replaceAll("[{},]", "");
        out.println("%-22s %-10s %s".formatted(topic.name(), state, settings).stripTrailing());
        out.println("    key    " + topic.key());
        out.println("    value  " + topic.value());
        out.println("    from   " + topic.writer() + "  to  " + topic.readers());
    }
}
