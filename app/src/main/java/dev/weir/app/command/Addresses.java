package dev.weir.app.command;

import dev.weir.app.config.WeirConfig;
import dev.weir.schemas.Topics;
import java.util.ArrayList;
import java.util.List;

/** Where a process is reached from outside, in lines for people. */
final class Addresses {

    private Addresses() {}

    /**
     * The addresses of a process, and how alerts are read with them.
     *
     * @param kafka bootstrap servers
     * @param url root of its HTTP server
     */
    static List<String> lines(WeirConfig config, String kafka, String url) {
        String registry = registry(config, url);
        List<String> lines = new ArrayList<>();
        lines.add("HTTP API         " + url);
        lines.add("Kafka            " + kafka + (config.kafka().embedded() ? " (inside this process)" : ""));
        lines.add("schema registry  " + registry + (config.registry().urls().isEmpty() ? " (the HTTP API)" : ""));
        lines.add("alerts, from outside:");
        lines.add("  kafka-avro-console-consumer --topic " + Topics.ALERTS.name() + " --from-beginning \\");
        lines.add("    --bootstrap-server " + kafka + " \\");
        lines.add("    --property schema.registry.url=" + registry);
        return lines;
    }

    private static String registry(WeirConfig config, String url) {
        return config.registry().urls().isEmpty()
                ? url
                : String.join(",", config.registry().urls());
    }
}
