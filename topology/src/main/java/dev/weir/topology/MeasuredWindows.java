package dev.weir.topology;

import dev.weir.topology.aggregate.KeyPartitioner;
import dev.weir.topology.aggregate.MergeWindows;
import dev.weir.topology.aggregate.Mergeable;
import dev.weir.topology.aggregate.Partials;
import dev.weir.topology.aggregate.Publication;
import dev.weir.topology.aggregate.Updates;
import dev.weir.topology.aggregate.WindowKind;
import dev.weir.topology.commit.Uncommitted;
import dev.weir.topology.ingest.CallFold;
import dev.weir.topology.ingest.CountedKind;
import dev.weir.topology.ingest.Ingested;
import dev.weir.topology.ingest.Ingested.Batch;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * The part of the topology that is the same for every kind of windows: partials go to their key's task, are merged there
 * with what may restate or replace them, and windows are published. What restates a window goes on to its rollups.
 */
record MeasuredWindows(Kinds kinds, Channels channels, Uncommitted uncommitted) {

    /** Partials of every kind and references for evaluations, for one task. */
    List<CallFold> folds(ForeignEvaluations evaluations) {
        Partials.Spread spread = KeyPartitioner.spread(channels.partitions());
        List<CallFold> folds = new ArrayList<>();
        for (CountedKind<?> kind : kinds.all()) {
            folds.add(kind.newFold(kind.windows().rules().finest(), spread));
        }
        folds.addAll(evaluations.folds());
        return folds;
    }

    /** @param scores values that the newest replaces, for the kinds that take such */
    void measure(StreamsBuilder builder, KStream<String, Ingested> calls, KStream<String, byte[]> scores) {
        for (CountedKind<?> kind : kinds.all()) {
            measure(builder, calls, scores, kind);
        }
    }

    private <A extends Mergeable<A>> void measure(
            StreamsBuilder builder,
            KStream<String, Ingested> calls,
            KStream<String, byte[]> scores,
            CountedKind<A> kind) {
        WindowKind<A> windows = kind.windows();
        KStream<String, byte[]> partials =
                calls.flatMapValues(ingested -> partials(kind.fold(), ingested), Named.as(kind.fold() + "-partials"));
        KStream<String, byte[]> inside = channels.by(windows.repartition(), partials);
        KStream<String, byte[]> all = inside;
        if (windows.updates() instanceof Updates.Restate<A> restate) {
            all = Channels.restated(builder, inside, restate.topic(), kind.name());
        } else if (windows.updates() instanceof Updates.Replace<A> replace) {
            all = inside.merge(
                    channels.by(replace.repartition(), scores), Named.as(kind.fold() + "-and-" + replace.name()));
        }
        KStream<String, Publication<A>> merged = all.process(
                MergeWindows.supplier(windows, channels.partitions(), uncommitted), Named.as("merge-" + kind.name()));
        channels.publish(merged, windows);
        if (windows.updates() instanceof Updates.Restate<A> restate
                && !windows.rollups().isEmpty()) {
            Channels.adjust(merged, restate.topic(), kind.name());
        }
    }

    private static List<byte[]> partials(String fold, Ingested ingested) {
        return ingested instanceof Batch batch && batch.fold().equals(fold) ? List.of(batch.batch()) : List.of();
    }
}
