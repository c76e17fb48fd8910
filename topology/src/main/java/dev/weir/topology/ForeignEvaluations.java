package dev.weir.topology;

import dev.weir.schemas.Topics;
import dev.weir.topology.commit.Uncommitted;
import dev.weir.topology.evaluation.CallReferences;
import dev.weir.topology.evaluation.EvaluationStores;
import dev.weir.topology.evaluation.JoinEvaluations;
import dev.weir.topology.evaluation.JoinKey;
import dev.weir.topology.evaluation.JoinResult;
import dev.weir.topology.evaluation.RouteEvaluations;
import dev.weir.topology.ingest.CallFold;
import dev.weir.topology.ingest.Ingested;
import java.util.List;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * The part of the topology that brings evaluations and calls together: by span, and what finds none there by response id.
 * Both meet behind repartition topics, because they need not come in the same source partition. The two joins are
 * sub-topologies of their own, so each writes its scores itself.
 */
record ForeignEvaluations(MonitoringConfig config, Channels channels, Uncommitted uncommitted) {

    private static final String SPANS = "span-references";
    private static final String RESPONSES = "response-references";

    /** References of calls, on their way to both joins; none where no evaluation can come. */
    List<CallFold> folds() {
        return !config.findsCalls()
                ? List.of()
                : List.of(
                        new CallReferences(SPANS, JoinKey.BY_SPAN, channels.partitions()),
                        new CallReferences(RESPONSES, JoinKey.BY_RESPONSE, channels.partitions()));
    }

    /** Stores of counters; none where no evaluation can come. */
    List<String> counterStores() {
        return !config.findsCalls()
                ? List.of()
                : List.of(StateStores.EVALUATIONS_BY_SPAN.counters(), StateStores.EVALUATIONS_BY_RESPONSE.counters());
    }

    /** Adds nothing where no evaluation can come. */
    void score(KStream<String, Ingested> calls) {
        if (!config.findsCalls()) {
            return;
        }
        KStream<String, JoinResult> bySpan = join(
                JoinKey.BY_SPAN,
                "span",
                StateStores.EVALUATIONS_BY_SPAN,
                channels.by("span", of(calls, JoinKey.BY_SPAN, SPANS)));
        KStream<String, byte[]> onward =
                bySpan.flatMapValues(RouteEvaluations::onward, Named.as("evaluations-without-span"));
        KStream<String, JoinResult> byResponse = join(
                JoinKey.BY_RESPONSE,
                "response",
                StateStores.EVALUATIONS_BY_RESPONSE,
                channels.by("response", of(calls, JoinKey.BY_RESPONSE, RESPONSES))
                        .merge(channels.by("response-alone", onward), Named.as("responses-and-evaluations")));
        publish(bySpan, "span");
        publish(byResponse, "response");
    }

    private KStream<String, byte[]> of(KStream<String, Ingested> calls, JoinKey stage, String fold) {
        return calls.flatMap(
                (key, ingested) -> RouteEvaluations.to(stage, fold, channels.partitions(), key, ingested),
                Named.as(fold));
    }

    private KStream<String, JoinResult> join(
            JoinKey stage, String by, EvaluationStores stores, KStream<String, byte[]> mail) {
        return mail.process(
                JoinEvaluations.supplier(new JoinEvaluations.Parts(
                        stage, config.evaluations(), channels.partitions(), channels.codec(), stores, uncommitted)),
                Named.as("join-by-" + by));
    }

    private static void publish(KStream<String, JoinResult> joined, String by) {
        joined.flatMapValues(RouteEvaluations::scored, Named.as("scores-by-" + by))
                .to(
                        Topics.SCORES.name(),
                        Produced.with(Channels.TEXT, Channels.BYTES).withName("evaluations-by-" + by));
    }
}
