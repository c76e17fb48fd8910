package dev.weir.topology.aggregate;

import dev.weir.schemas.Topic;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** How what a window of a kind says may change, beside partials that are added to it. */
public sealed interface Updates<A extends Mergeable<A>> {

    /** It does not: partials are added, and nothing else. */
    record Append<A extends Mergeable<A>>() implements Updates<A> {}

    /**
     * Closed windows may be restated: they say something else of the same things, as money does under other prices.
     *
     * @param topic that restatements come in
     * @param difference between what a window says and what it should say
     * @param addSums adds to an aggregate what {@code difference} needs of another one, and perhaps no more
     */
    record Restate<A extends Mergeable<A>>(Topic topic, Difference<A> difference, BiConsumer<A, A> addSums)
            implements Updates<A> {}

    /**
     * What an id stands for may come again, and the newest replaces the others: a ledger keeps what each added. After the end
     * of a recorded input incomplete windows wait for further replacements.
     *
     * @param name of what comes, for operators
     * @param repartition the topic that brings it to its key's task, without {@code by-}
     * @param ledger store of what each id added
     * @param counters store of the step's counters
     * @param retention how long after its event time an id is remembered
     * @param takeAway takes away from an aggregate what was merged into it
     */
    record Replace<A extends Mergeable<A>>(
            String name,
            String repartition,
            String ledger,
            String counters,
            Duration retention,
            BiConsumer<A, A> takeAway)
            implements Updates<A> {}

    /** What has to be merged into an aggregate for it to say what another one says. */
    interface Difference<A> {

        /** Absent where the two do not stand for the same things, as far as can be told. */
        @Nullable
        A between(A said, A restated);
    }
}
