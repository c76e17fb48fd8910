package dev.weir.app.proof;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.app.api.AnalystRoutes;
import dev.weir.app.http.Routes;
import dev.weir.app.run.StreamsRun;
import dev.weir.topology.query.Queries;
import io.javalin.config.RoutesConfig;
import java.time.Clock;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;

/** An instance's answers to analysts and peers, as the product gives them, and what a drill wants to know besides. */
final class ProofRoutes implements Routes {

    private final Queries queries;
    private final StreamsRun run;
    private final String topology;

    ProofRoutes(Queries queries, StreamsRun run, String topology) {
        this.queries = queries;
        this.run = run;
        this.topology = topology;
    }

    @Override
    public void register(RoutesConfig routes) {
        new AnalystRoutes(() -> true, () -> Optional.of(queries), Optional::empty, Clock.systemUTC()).register(routes);
        routes.get("/proof/streams", context -> context.result(streams().toString()));
        routes.get("/proof/heap", context -> context.result(liveHeap().toString()));
        routes.get("/proof/topology", context -> context.result(topology));
    }

    /** What lives in the heap, in bytes: collects what does not. */
    private static ObjectNode liveHeap() {
        System.gc();
        Runtime heap = Runtime.getRuntime();
        return JsonNodeFactory.instance.objectNode().put("live", heap.totalMemory() - heap.freeMemory());
    }

    private ObjectNode streams() {
        KafkaStreams streams = run.streams();
        long active = streams.metadataForLocalThreads().stream()
                .mapToLong(thread -> thread.activeTasks().size())
                .sum();
        long standby = streams.metadataForLocalThreads().stream()
                .mapToLong(thread -> thread.standbyTasks().size())
                .sum();
        long lag = streams.allLocalStorePartitionLags().values().stream()
                .flatMap(store -> store.values().stream())
                .mapToLong(LagInfo::offsetLag)
                .sum();
        return JsonNodeFactory.instance
                .objectNode()
                .put("state", streams.state().name())
                .put("active", active)
                .put("standby", standby)
                .put("lag", lag)
                .put("rebalances", metric(streams, "rebalance-total"))
                .put("failed_threads", metric(streams, "failed-stream-threads"));
    }

    private static double metric(KafkaStreams streams, String name) {
        return streams.metrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .map(entry -> entry.getValue().metricValue())
                .mapToDouble(value -> value instanceof Number number ? number.doubleValue() : 0)
                .sum();
    }
}
