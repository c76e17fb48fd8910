package dev.weir.schemas.estimate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.OptionalDouble;

/**
 * Weighted mean, its variances and the effective sample size of one state of {@link WeightedSums}, in points.
 *
 * <p>Numerators and denominators are formed in whole numbers of any size and divided once, so equal values have a
 * variance of exactly 0, no centre cancels, and the same sums give the same bits everywhere. Some microseconds a value:
 * meant for publishing a window, not for every judgement. Everything is empty where there is no judgement; a variance
 * is empty below two.
 */
public final class Moments {

    private static final MathContext PRECISION = MathContext.DECIMAL128;

    private final Sums sums;
    private final ValueGrid grid;

    Moments(Sums sums, ValueGrid grid) {
        this.sums = sums;
        this.grid = grid;
    }

    /** Judgements; 0 where the state holds none, or only corrections. */
    public long n() {
        return Math.max(0, sums.n());
    }

    /** Hájek mean {@code sum w y / sum w}. */
    public OptionalDouble mean() {
        return isSample() ? points(weightedValues(), big(sums.w()), 1) : OptionalDouble.empty();
    }

    /** Effective sample size {@code (sum w)² / sum w²}, in [1, n]. */
    public OptionalDouble nEff() {
        return isSample() ? OptionalDouble.of(quotient(big(sums.w()).pow(2), big(sums.ww()))) : OptionalDouble.empty();
    }

    /**
     * Variance of the mean as an estimate of what the model does, {@code n/(n-1) sum w² (y-m)² / (sum w)²}: for
     * comparisons and alerts. Stays above 0 when every call was judged.
     */
    public OptionalDouble variance() {
        return meanVariance(squaresAroundMean(sums.ww(), sums.wwd(), sums.wwdd()));
    }

    /**
     * Variance of the mean as an estimate of what these very calls were, with {@code w² - w} in place of {@code w²}: 0
     * when every call was judged. For reports on a past window, never for alerts.
     */
    public OptionalDouble varianceFinite() {
        return meanVariance(squaresAroundMean(sums.ww(), sums.wwd(), sums.wwdd())
                .subtract(squaresAroundMean(sums.w(), sums.wd(), sums.wdd())));
    }

    /** Horvitz–Thompson total {@code sum w y}; 0 where there is no judgement. */
    public double total() {
        return quotient(weightedValues(), big(grid.unitsPerPoint()));
    }

    /**
     * Horvitz–Thompson mean {@code sum w y / N}; far wider than {@link #mean} where n is left to chance.
     *
     * @param population calls counted before sampling, 1 or more
     */
    public double meanOf(long population) {
        requirePopulation(population);
        return points(weightedValues(), big(population), 1).orElseThrow();
    }

    /** Finite-population variance of {@link #meanOf}: {@code sum (w² - w) y² / N²}. */
    public double varianceOf(long population) {
        requirePopulation(population);
        BigInteger squares = squaresAroundZero(sums.ww(), sums.wwd(), sums.wwdd())
                .subtract(squaresAroundZero(sums.w(), sums.wd(), sums.wdd()));
        return points(squares, big(population).pow(2), 2).orElseThrow();
    }

    private boolean isSample() {
        return sums.n() > 0 && sums.w() > 0 && sums.ww() > 0;
    }

    /** sum w y in units. */
    private BigInteger weightedValues() {
        return big(sums.wd()).add(big(sums.w()).multiply(big(grid.centre())));
    }

    /** (sum w)² sum a (d - m)², for a = w or w² with sums a, ad, add; whole because m = wd / w. */
    private BigInteger squaresAroundMean(long a, long ad, long add) {
        BigInteger w = big(sums.w());
        BigInteger wd = big(sums.wd());
        return w.multiply(w)
                .multiply(big(add))
                .subtract(wd.multiply(w).multiply(big(ad)).shiftLeft(1))
                .add(wd.multiply(wd).multiply(big(a)));
    }

    /** sum a y², for a = w or w². */
    private BigInteger squaresAroundZero(long a, long ad, long add) {
        BigInteger centre = big(grid.centre());
        return big(add).add(big(ad).multiply(centre).shiftLeft(1))
                .add(centre.pow(2).multiply(big(a)));
    }

    private OptionalDouble meanVariance(BigInteger squares) {
        if (!isSample() || sums.n() < 2) {
            return OptionalDouble.empty();
        }
        return points(squares.multiply(big(sums.n())), big(sums.w()).pow(4).multiply(big(sums.n() - 1)), 2);
    }

    private OptionalDouble points(BigInteger numerator, BigInteger denominator, int power) {
        return OptionalDouble.of(quotient(
                numerator, denominator.multiply(big(grid.unitsPerPoint()).pow(power))));
    }

    private static double quotient(BigInteger numerator, BigInteger denominator) {
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), PRECISION)
                .doubleValue();
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }

    private static void requirePopulation(long population) {
        if (population < 1) {
            throw new IllegalArgumentException("population = " + population + ": expected 1 or more");
        }
    }
}
