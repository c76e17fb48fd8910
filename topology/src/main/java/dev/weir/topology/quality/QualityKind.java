package dev.weir.topology.quality;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.topology.aggregate.KindSettings;
import dev.weir.topology.aggregate.Openness;
import dev.weir.topology.aggregate.Updates;
import dev.weir.topology.aggregate.WindowBound;
import dev.weir.topology.aggregate.WindowKind;
import dev.weir.topology.ingest.CountedKind;
import dev.weir.topology.view.ListedWindows;
import java.time.Duration;

/**
 * The windows of judged quality, by series. A sampled call adds that it is outstanding. Scores come later and by
 * themselves; the newest score of an id wins. A window is published as soon as every sampled call has been answered for,
 * at the latest when the grace for scores is over.
 */
public final class QualityKind {

    public static final String NAME = "quality";

    /** How the windows are listed. */
    public static final ListedWindows<QualityAggregate> LISTED = new ListedWindows<>(
            NAME,
            "Windows of judged quality by evaluator and dimension; in CSV a row for each of them.",
            QualityAggregate.TYPE,
            WindowQuality.getClassSchema(),
            QualityWindows::toRecord);

    private static final int WINDOW_BYTES = 1_000;

    private QualityKind() {}

    /**
     * The kind under some settings.
     *
     * @param grace a complete window is published at the earliest so long after its end
     * @param ledger store of what each score added
     * @param counters store of the counters
     */
    public static CountedKind<QualityAggregate> of(
            KindSettings settings, Duration grace, String ledger, String counters) {
        return new CountedKind<>(
                new WindowKind<>(
                        NAME,
                        "sampled-series",
                        QualityAggregate.TYPE,
                        settings.rules(),
                        settings.caps(),
                        settings.rollups(),
                        settings.admittedFor(),
                        Openness.untilComplete(grace, QualityAggregate::isComplete),
                        new Updates.Replace<>(
                                "scored",
                                "scored-series",
                                ledger,
                                counters,
                                settings.rules().longestRetention(),
                                QualityAggregate::unmergeWith),
                        Topics.WINDOW_QUALITY,
                        QualityWindows::toRecord,
                        new WindowBound(WINDOW_BYTES, settings.keys(), null)),
                "sampled",
                () -> (call, partials) -> {
                    if (call.sampling().sampled()) {
                        partials.at(call.series().text(), call.eventMillis())
                                .addSampled(call.sampling().weight());
                    }
                });
    }
}
