package dev.weir.schemas.estimate;

import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The mean over several populations that were sampled at different rates, such as the routes of a tenant: each
 * population's mean in the proportion of its calls, never of its judgements. Pooling samples of equal volume would let a
 * route of 200 calls count as much as one of 100,000.
 *
 * @param mean sum of {@code N_h/N m_h}
 * @param variance sum of {@code (N_h/N)² var_h}
 * @param population N, 1 or more
 */
public record Stratified(double mean, double variance, long population) {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /**
     * One population and its estimate.
     *
     * @param population calls counted before sampling, 1 or more
     * @param mean estimated mean
     * @param variance of that mean, 0 or more
     */
    public record Stratum(long population, double mean, double variance) {}

    /**
     * Combination of strata. A population without an estimate has no place in it: the caller says what is missing.
     *
     * @param strata one or more
     * @throws IllegalArgumentException if there is none, or one is empty or of negative variance
     */
    public static Stratified of(List<Stratum> strata) {
        long population = 0;
        for (Stratum stratum : strata) {
            if (stratum.population < 1 || !(stratum.variance >= 0)) {
                throw new IllegalArgumentException(
                        stratum + ": expected a population of 1 or more and a variance of 0 or more");
            }
            population = Math.addExact(population, stratum.population);
        }
        if (population == 0) {
            throw new IllegalArgumentException("strata = []: expected one or more");
        }
        double mean = 0;
        double variance = 0;
        for (Stratum stratum : strata) {
            double share = (double) stratum.population / population;
            mean += share * stratum.mean;
            variance += share * share * stratum.variance;
        }
        return new Stratified(mean, variance, population);
    }

    /** Normal interval of the mean; too narrow where a large stratum has fewer than some 20 judgements. */
    public Interval interval(double confidence) {
        double half = NORMAL.inverseSurvivalProbability((1 - confidence) / 2) * Math.sqrt(variance);
        return new Interval(mean - half, mean + half);
    }
}
