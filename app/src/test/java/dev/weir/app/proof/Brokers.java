package dev.weir.app.proof;

import dev.weir.app.embedded.EmbeddedKafka;
import java.util.List;

/** Where a test's Kafka runs. */
interface Brokers extends AutoCloseable {

    String bootstrapServers();

    /** Its processes; none where it runs in this one. */
    List<ChildProcess> processes();

    @Override
    void close();

    /** A broker in this process: starts in 1.5 s and cannot be killed. */
    static Brokers here(EmbeddedKafka kafka) {
        return new Brokers() {
            @Override
            public String bootstrapServers() {
                return kafka.bootstrapServers();
            }

            @Override
            public List<ChildProcess> processes() {
                return List.of();
            }

            @Override
            public void close() {
                kafka.close();
            }
        };
    }
}
