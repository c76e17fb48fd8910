package dev.weir.app.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;

/** Settings of a group under the streams protocol. They are the broker's, not the client's. */
final class StreamsGroup {

    private static final String STANDBYS = "streams.num.standby.replicas";
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private StreamsGroup() {}

    /**
     * Sets how many standbys a group has; nothing else is changed. The last instance that starts wins.
     *
     * @throws IllegalStateException if the broker refuses or does not answer
     */
    static void prepare(Admin admin, String group, int standbys) {
        AlterConfigOp set =
                new AlterConfigOp(new ConfigEntry(STANDBYS, Integer.toString(standbys)), AlterConfigOp.OpType.SET);
        try {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(Type.GROUP, group), List.of(set)))
                    .all()
                    .get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
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
