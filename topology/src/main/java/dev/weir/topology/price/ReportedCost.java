package dev.weir.topology.price;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What a producer says a call cost. It is kept beside our own figure and never mixed with it. */
public final class ReportedCost {

    /** No cost, or one that cannot be right. */
    public static final long NONE = -1;

    private static final double MOST_USD = 1_000_000;

    private ReportedCost() {}

    /**
     * A cost in whole nano-USD, rounded half-even; {@link #NONE} where none is reported, or one that is negative, not finite
     * or above a million USD.
     *
     * @param usd US dollars; NaN where the producer reports none
     */
    public static long nanoUsd(double usd) {
        return usd >= 0 && usd <= MOST_USD
                ? BigDecimal.valueOf(usd)
                        .movePointRight(9)
                        .setScale(0, RoundingMode.HALF_EVEN)
                        .longValueExact()
                : NONE;
    }
}
