package dev.weir.topology.quality;

import dev.weir.schemas.Dimension;
import dev.weir.schemas.NumberLimit;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.TextLimit;
import dev.weir.schemas.avro.Judgement;
import dev.weir.schemas.avro.Observation;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import dev.weir.schemas.estimate.WeightedSums;
import dev.weir.topology.aggregate.KeyPartitioner;
import dev.weir.topology.aggregate.Routed;
import dev.weir.topology.commit.CommitCycle;
import dev.weir.topology.commit.Counters;
import dev.weir.topology.commit.StepStores;
import dev.weir.topology.commit.Uncommitted;
import dev.weir.topology.record.ReadingException;
import dev.weir.topology.record.RecordDecoder;
import dev.weir.topology.record.RefusedRecord;
import dev.weir.topology.record.Rejection;
import dev.weir.topology.view.Views;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The step {@code weigh-scores}: checks every score and sends its weighted values to its series and to the views of that. Forwards
 * {@link Weighed}s; refused scores among them.
 */
public final class WeighScores implements Processor<byte[], byte[], String, Weighed> {

    /**
     * What the step needs.
     *
     * @param views that scores are counted under beside their series
     * @param maxAhead how far after its arrival a call may say it ended; a score comes after its call
     * @param sameClock whether scores and calls are stamped by one clock, so that a score cannot come before its call
     * @param partitions of the topic that scores are sent on by, and of the scores themselves
     */
    public record Parts(
            RecordDecoder<Score> decoder,
            Views views,
            Duration maxAhead,
            boolean sameClock,
            int partitions,
            CommitCycle.Stores stores,
            Uncommitted uncommitted) {}

    /** Values beyond are none that a mean could be made of. */
    private static final double LARGEST = 1e9;

    private final Parts parts;
    private final CommitCycle<String, Weighed> cycle;
    private boolean saidViews;

    private WeighScores(Parts parts) {
        this.parts = parts;
        this.cycle = new CommitCycle<>(parts.stores(), parts.uncommitted());
    }

    /** The step with its stores. */
    public static ProcessorSupplier<byte[], byte[], String, Weighed> supplier(Parts parts) {
        return StepStores.supplier(() -> new WeighScores(parts), parts.stores().after());
    }

    @Override
    public void init(ProcessorContext<String, Weighed> context) {
        cycle.open(context);
        saidViews = false;
        cycle.start(now -> {
            // there is nothing to write but the counters
        });
    }

    @Override
    public void close() {
        cycle.close();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        ProcessorContext<String, Weighed> to = cycle.context();
        Counters counters = cycle.counters();
        cycle.previousCommitSucceeded();
        cycle.saw(record.timestamp());
        counters.add(Counters.READ);
        if (cycle.isPoison()) {
            counters.add(Rejection.ENDED_ITS_TASK);
            throw cycle.refusal(true);
        }
        try {
            Score score = parts.decoder().decode(record.value());
            requireValid(score);
            requirePast(score, record.timestamp());
            SeriesKey series = SeriesKey.of(score);
            Routed.Replacement routed = new Routed.Replacement(
                    score.getScoreId(),
                    score.getEventTime().toEpochMilli(),
                    QualityAggregate.ofScore(score).toBytes());
            counters.add(Counters.COUNTED);
            sayViews(record.timestamp());
            Weighed.Value value = new Weighed.Value(routed.toBytes());
            to.forward(new Record<>(series.text(), value, record.timestamp()));
            parts.views()
                    .keysOf(series)
                    .forEach(key -> to.forward(new Record<>(key.text(), value, record.timestamp())));
        } catch (ReadingException e) {
            counters.add(e.reason());
            to.forward(new Record<>(
                    "",
                    new Weighed.Rejected(new RefusedRecord(
                            e.reason(), String.valueOf(e.getMessage()), "", record.key(), record.value())),
                    record.timestamp(),
                    record.headers()));
        }
        cycle.processed();
    }

    /** Says once in each life of the task, to every task behind, which views its scores are counted under. */
    private void sayViews(long arrival) {
        if (saidViews) {
            return;
        }
        ProcessorContext<String, Weighed> to = cycle.context();
        Routed.Counted counted = new Routed.Counted(
                parts.partitions() + to.taskId().partition(),
                arrival + parts.maxAhead().toMillis(),
                parts.views().rollups().names());
        for (int partition = 0; partition < parts.partitions(); partition++) {
            to.forward(
                    new Record<>(KeyPartitioner.toPartition(partition), new Weighed.Value(counted.toBytes()), arrival));
        }
        saidViews = true;
    }

    /** A window of days to come would be kept until then. */
    private void requirePast(Score score, long arrivalMillis) throws ReadingException {
        long ahead = score.getEventTime().toEpochMilli() - arrivalMillis;
        if (parts.sameClock() && ahead > parts.maxAhead().toMillis()) {
            throw new ReadingException(
                    Rejection.IN_THE_FUTURE,
                    "event_time is " + ahead + " ms after arrival: expected at most "
                            + parts.maxAhead().toMillis());
        }
    }

    private static void requireValid(Score score) throws ReadingException {
        if (score.getScoreId().isBlank()) {
            throw new ReadingException(Rejection.MISSING_FIELD, "score_id is empty: expected the score's id");
        }
        if (!TextLimit.ID.holds(score.getScoreId())) {
            throw new ReadingException(
                    Rejection.INVALID_FIELD, "score_id has " + TextLimit.ID.problem(score.getScoreId()));
        }
        if (score.getJudgements().size() > NumberLimit.MOST_JUDGEMENTS) {
            throw new ReadingException(
                    Rejection.INVALID_FIELD,
                    "judgements has " + score.getJudgements().size() + ": expected at most "
                            + NumberLimit.MOST_JUDGEMENTS);
        }
        requireSeries(SeriesKey.of(score));
        if (QualityAggregate.isObserved(score)) {
            requireValid(score.getObservation(), score.getJudgements());
        } else if (score.getStatus() == ScoreStatus.JUDGED
                && score.getJudgements().isEmpty()) {
            throw new ReadingException(
                    Rejection.MISSING_FIELD, "judgements is empty: expected at least one with status JUDGED");
        }
        for (Judgement judgement : score.getJudgements()) {
            String problem = WeightedSums.problem(judgement.getScale(), score.getWeight(), judgement.getValueTenths());
            if (problem != null) {
                throw new ReadingException(Rejection.INVALID_FIELD, problem);
            }
        }
    }

    /** Keys of views and of what is beyond a limit are no series: nobody may add to them by name. */
    private static void requireSeries(SeriesKey series) throws ReadingException {
        for (Dimension dimension : Dimension.values()) {
            if (series.part(dimension).startsWith("~")) {
                throw new ReadingException(
                        Rejection.INVALID_FIELD,
                        dimension.wireName() + " begins with ~: expected the name of a call's series");
            }
        }
    }

    private static void requireValid(Observation observation, List<Judgement> judgements) throws ReadingException {
        if (!judgements.isEmpty()) {
            throw new ReadingException(
                    Rejection.INVALID_FIELD,
                    "weight = 0 with " + judgements.size() + " judgements: expected 1 or more, or no judgements");
        }
        if (observation.getDimension().isBlank()) {
            throw new ReadingException(
                    Rejection.MISSING_FIELD, "observation.dimension is empty: expected what was evaluated");
        }
        Double value = observation.getValue();
        if (value != null && !(Math.abs(value) <= LARGEST)) {
            throw new ReadingException(
                    Rejection.INVALID_FIELD, "observation.value = " + value + ": expected -1e9 to 1e9");
        }
    }
}
