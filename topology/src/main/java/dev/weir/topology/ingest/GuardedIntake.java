package dev.weir.topology.ingest;

import dev.weir.schemas.Defect;
import dev.weir.topology.record.ReadingException;
import dev.weir.topology.record.Rejection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The intake of one task. A defect of ours that shows while an event is read has changed nothing yet, so it costs this event and
 * not its task. Each defect is logged once. Not thread-safe.
 */
final class GuardedIntake {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedIntake.class);

    /** Defects that are remembered as logged. */
    private static final int MOST_DEFECTS = 100;

    private final Intake intake;
    private final Predicate<RuntimeException> isOutside;
    private final Set<String> defects = new HashSet<>();

    /** @param isOutside whether a failure is none of ours, such as a registry that is out of reach */
    GuardedIntake(Intake intake, Predicate<RuntimeException> isOutside) {
        this.intake = intake;
        this.isOutside = isOutside;
    }

    /** As {@link Intake#latestEventTime}. */
    long latestEventTime(long arrivalMillis) {
        return intake.latestEventTime(arrivalMillis);
    }

    /**
     * As {@link Intake#read}; failures from outside are thrown as they are.
     *
     * @throws ReadingException also where reading it shows a defect of ours
     */
    Intake.@Nullable Found read(byte @Nullable [] event, long arrival) throws ReadingException {
        try {
            return intake.read(event, arrival);
        } catch (RuntimeException e) {
            if (isOutside.test(e)) {
                throw e;
            }
            if (defects.size() < MOST_DEFECTS && defects.add(Defect.signature(e))) {
                LOG.atError()
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .setCause(Defect.withoutMessage(e))
                        .log("event broke off its reading");
            }
            throw new ReadingException(Rejection.DEFECT, Defect.signature(e) + ": expected no exception");
        }
    }
}
