package dev.weir.alerting.notify;

import java.time.Duration;

/** How an attempt to deliver ended. */
public sealed interface Delivery {

    /** The receiver has it. */
    record Delivered() implements Delivery {}

    /**
     * It may work later.
     *
     * @param after the least time that the receiver asked for; zero: it did not say
     */
    record TryAgain(String why, Duration after) implements Delivery {

        /** It may work later, and the receiver did not say when. */
        public TryAgain(String why) {
            this(why, Duration.ZERO);
        }
    }

    /** The receiver refuses this very notification; trying again cannot help. */
    record Refused(String why) implements Delivery {}
}
