package dev.weir.app.api;

import dev.weir.app.api.ApiParameters.When;
import dev.weir.app.api.ApiRoute.Range;
import dev.weir.schemas.Dimension;
import dev.weir.schemas.Tile;
import dev.weir.topology.query.Question;
import dev.weir.topology.query.Questions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One request while it is answered: its parameters, and where answers come from.
 *
 * @param cursor page that the answer goes on from; its range is taken over
 */
record Request(Reading reading, Optional<Cursor> cursor, Sources sources, Instant now) {

    private static final long HOUR = Tile.HOUR.millis();
    private static final long DAY = Tile.DAY.millis();
    /** Hours are kept for eight days, so that a longer range is one of days. */
    private static final long LONGEST_OF_HOURS = 7 * DAY;

    private static final int MOST_WINDOWS = 10_000;

    Questions queries() {
        return sources.queries();
    }

    /** A question with windows of a step. */
    Question question(Set<String> by) {
        long step = reading.get(ApiParameters.STEP).map(Duration::toMillis).orElse(Tile.MINUTE.millis());
        Map<Dimension, String> filters = ApiParameters.filtersOf(reading);
        Range range = range(step, HOUR);
        return new Question(filters, range.from(), range.to(), step, by);
    }

    /**
     * A question about a range as a whole: of whole hours, or of whole days if it is longer than a week.
     *
     * @param step that was asked for, in milliseconds; 0: none
     * @param byDefault length of the range that is taken by default, in milliseconds
     */
    Question wholeQuestion(long step, long byDefault) {
        Map<Dimension, String> filters = ApiParameters.filtersOf(reading);
        Range range = range(step == 0 ? HOUR : step, byDefault);
        long whole = range.to() - range.from() > LONGEST_OF_HOURS ? DAY : HOUR;
        return Question.ofSeries(filters, range.from(), range.to(), step == 0 ? whole : step);
    }

    /** The range that is asked for; ends the reading of parameters. */
    private Range range(long step, long byDefault) {
        Optional<When> from = reading.get(ApiParameters.FROM);
        Optional<When> to = reading.get(ApiParameters.TO);
        reading.finish();
        if (cursor.isPresent()) {
            return checked(new Range(cursor.get().from(), cursor.get().to(), step));
        }
        long end = to.map(time -> time.at(now).toEpochMilli())
                .orElseGet(() -> from.isPresent() ? now.toEpochMilli() : newestEnd());
        long start = from.map(time -> time.at(now).toEpochMilli()).orElse(end - byDefault);
        return checked(new Range(start, end, step));
    }

    private long newestEnd() {
        OptionalLong newest = queries().newestEnd();
        return newest.orElse(now.toEpochMilli());
    }

    private Range checked(Range range) {
        if (range.from() >= range.to()) {
            reading.refuse(
                    ApiParameters.FROM.name(),
                    Instant.ofEpochMilli(range.from()).toString(),
                    "a time before to = " + Instant.ofEpochMilli(range.to()));
        } else if ((range.to() - range.from()) / range.step() > MOST_WINDOWS) {
            reading.refuse(
                    ApiParameters.STEP.name(),
                    reading.text(ApiParameters.STEP).isEmpty() ? "1m" : reading.text(ApiParameters.STEP),
                    "a step of which the range has at most " + MOST_WINDOWS + ", not "
                            + (range.to() - range.from()) / range.step());
        }
        reading.finish();
        return range;
    }
}
