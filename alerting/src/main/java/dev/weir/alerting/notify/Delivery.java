package dev.weir.alerting.notify;

/** How an attempt to deliver ended. */
public sealed interface Delivery {

    /** The receiver has it. */
    record Delivered() implements Delivery {}

    /** It may work later. */
    record TryAgain(String why) implements Delivery {}

    /** The receiver refuses this very notification; trying again cannot help. */
    record Refused(String why) implements Delivery {}
}
