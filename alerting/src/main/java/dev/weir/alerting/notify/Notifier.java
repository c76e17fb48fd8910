package dev.weir.alerting.notify;

import java.time.Instant;

/** A receiver of notifications. Called by one thread. */
public interface Notifier {

    /** What it reads. */
    enum Reads {
        /** Transitions, each once, from {@code weir.alert-history}; delivered ones are committed. */
        TRANSITIONS,
        /** How all alerts stand, from {@code weir.alerts}, all of it at each start; for receivers that forget. */
        STANDINGS
    }

    /** Name, unique among the receivers; part of the consumer group. */
    String name();

    /** What it reads. */
    Reads reads();

    /** One attempt; blocks for at most the configured timeout. */
    Delivery deliver(Notification notification);

    /** Time passes; called at least every second or so while nothing is delivered. How the last thing done at a tick ended. */
    default Delivery tick(Instant now) {
        return new Delivery.Delivered();
    }
}
