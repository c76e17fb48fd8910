package dev.weir.topology.evaluation;

import dev.weir.topology.aggregate.KeyPartitioner;
import dev.weir.topology.ingest.Ingested;
import java.util.List;
import org.apache.kafka.streams.KeyValue;

/** Where an evaluation looks for its call first, and what goes there. */
public final class RouteEvaluations {

    private RouteEvaluations() {}

    /**
     * What of an ingested value goes to a stage: batches of its references, and evaluations that look there first; those
     * that name no span look by response at once.
     *
     * @param fold name of the batches of references
     * @param key of the record
     */
    public static List<KeyValue<String, byte[]>> to(
            JoinKey stage, String fold, int partitions, String key, Ingested ingested) {
        if (ingested instanceof Ingested.Batch batch) {
            return batch.fold().equals(fold) ? List.of(KeyValue.pair(key, batch.batch())) : List.of();
        }
        if (ingested instanceof Ingested.Evaluated evaluated) {
            boolean bySpan = JoinKey.BY_SPAN.keyOf(evaluated.evaluation()) != JoinKey.NONE;
            if (bySpan == (stage == JoinKey.BY_SPAN)) {
                PendingEvaluation asked = new PendingEvaluation(evaluated.evaluation(), evaluated.arrivalMillis());
                return List.of(KeyValue.pair(partitionFor(stage, asked, partitions), RoutedReference.of(asked)));
            }
        }
        return List.of();
    }

    /** What goes on to the next stage. */
    public static List<byte[]> onward(JoinResult joined) {
        return joined instanceof JoinResult.Onward onward ? List.of(onward.mail()) : List.of();
    }

    /** What has become a score. */
    public static List<byte[]> scored(JoinResult joined) {
        return joined instanceof JoinResult.Scored scored ? List.of(scored.score()) : List.of();
    }

    /** Key that brings an evaluation to where a stage looks for its call. */
    static String partitionFor(JoinKey stage, PendingEvaluation asked, int partitions) {
        return KeyPartitioner.toPartition(JoinKey.partitionOf(stage.keyOf(asked.evaluation()), partitions));
    }
}
