package dev.weir.alerting.detect;

import org.jspecify.annotations.Nullable;

/**
 * A verdict and the numbers it rests on, in the measure's unit.
 *
 * @param verdict what the rule says
 * @param value point value; absent: unknown
 * @param low lower bound; absent where the decision used none
 * @param high upper bound; absent where the decision used none
 * @param baseline level compared with; absent for thresholds and while it is unknown
 * @param statistic of a detector, in standard errors; absent for thresholds
 * @param n calls or judgements
 * @param nEff effective sample size of a weighted value; absent otherwise
 */
public record Finding(
        Verdict verdict,
        @Nullable Double value,
        @Nullable Double low,
        @Nullable Double high,
        @Nullable Double baseline,
        @Nullable Double statistic,
        long n,
        @Nullable Double nEff) {

    /** No verdict, as too little is known. */
    public static Finding insufficient(@Nullable Double value, long n) {
        return new Finding(Verdict.INSUFFICIENT, value, null, null, null, null, n, null);
    }
}
