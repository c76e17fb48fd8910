package dev.weir.app.proof;

import dev.weir.app.run.StreamsSettings.StoreCommits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How an instance of the topology is started.
 *
 * @param state directory of its stores
 * @param partitions of every topic
 * @param port of its HTTP server, which other instances are told
 */
record Launch(String bootstrap, Path state, Rig.Setting setting, int partitions, int port, Shape shape) {

    private static final String CLIENT = "client.";

    /**
     * What may differ between instances of one application.
     *
     * @param client further settings of Kafka Streams and its clients, such as {@code group.protocol}
     */
    record Shape(int threads, int standbys, Map<String, String> client) {

        /** Two threads and no copies. */
        static final Shape PLAIN = new Shape(2, 0, Map.of());

        /** Two threads and a copy of every store on the other instance; group protocol and stores as the run wants them. */
        static final Shape COPIED = new Shape(2, 1, wanted());

        /** Whether an instance that was killed goes on with the stores it had. */
        static boolean keepsState() {
            String wanted = System.getProperty("drill.enable.transactional.statestores", "");
            return wanted.isEmpty() ? StoreCommits.DEFAULT.transactional() : Boolean.parseBoolean(wanted);
        }

        private static Map<String, String> wanted() {
            Map<String, String> wanted = new HashMap<>();
            List.of("group.protocol", "enable.transactional.statestores").forEach(key -> {
                String value = System.getProperty("drill." + key, "");
                if (!value.isEmpty()) {
                    wanted.put(key, value);
                }
            });
            return Map.copyOf(wanted);
        }
    }

    List<String> toArguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "bootstrap=" + bootstrap,
                "state=" + state,
                "setting=" + setting.name(),
                "partitions=" + partitions,
                "port=" + port,
                "threads=" + shape.threads(),
                "standbys=" + shape.standbys()));
        shape.client().forEach((key, value) -> arguments.add(CLIENT + key + "=" + value));
        return arguments;
    }

    static Launch fromArguments(List<String> arguments) {
        Map<String, String> values = new HashMap<>();
        Map<String, String> client = new HashMap<>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            if (parts[0].startsWith(CLIENT)) {
                client.put(parts[0].substring(CLIENT.length()), parts[1]);
            } else {
                values.put(parts[0], parts[1]);
            }
        }
        return new Launch(
                value(values, "bootstrap"),
                Path.of(value(values, "state")),
                Rig.Setting.valueOf(value(values, "setting")),
                Integer.parseInt(value(values, "partitions")),
                Integer.parseInt(value(values, "port")),
                new Shape(
                        Integer.parseInt(value(values, "threads")),
                        Integer.parseInt(value(values, "standbys")),
                        client));
    }

    private static String value(Map<String, String> values, String key) {
        return Objects.requireNonNull(values.get(key), key);
    }
}
