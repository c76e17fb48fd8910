package dev.weir.schemas.estimate;

import dev.weir.schemas.avro.DimensionQuality;
import dev.weir.schemas.avro.Scale;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The seven sums of a weighted sample from which mean, variance and effective sample size are computed: n, and the sums
 * of w, w², wd, wd², w²d and w²d², where w is the logged sampling weight and d the value in tenths of a point minus a
 * centre (50 on a score, 0 on a rate).
 *
 * <p>A commutative group: {@link #add} and {@link #subtract} undo each other, {@link #mergeWith} adds the sums of
 * another sample and {@link #unmergeWith} takes them away, and every operation is exact, so the order, the partitioning
 * and the number of merges never show in the result. Sums of pure corrections may be negative; they are a difference to
 * be merged, not a sample.
 *
 * <p>Bound: a {@code long} holds the largest sum as long as (largest weight) × (sum of weights) is at most 3.6e15. At
 * {@link #MAX_WEIGHT} that is a window of 18 billion calls, at a weight of 1,000 one of 3.6 trillion. Beyond it an
 * operation throws {@link ArithmeticException} and changes nothing; it never wraps round. 56 bytes of sums, about 10 ns
 * to add. Not thread-safe. Source: Särndal, Swensson and Wretman, Model Assisted Survey Sampling, section 5.7.
 */
public final class WeightedSums {

    /** Largest weight of one judgement: an inclusion probability of 1 in 200,000. */
    public static final long MAX_WEIGHT = 200_000;

    private final ValueGrid grid;
    private final Scale scale;
    private Sums sums = Sums.ZERO;

    private WeightedSums(Scale scale, ValueGrid grid) {
        this.scale = scale;
        this.grid = grid;
    }

    /** Empty sums of values on the scale. */
    public static WeightedSums of(Scale scale) {
        return new WeightedSums(scale, ValueGrid.of(scale));
    }

    /** Empty sums on a grid of its own, for reference values finer than tenths. */
    static WeightedSums onGrid(Scale scale, ValueGrid grid) {
        return new WeightedSums(scale, grid);
    }

    /**
     * The sums that a published estimate was made of. Its mean and interval are ignored: they follow from the sums.
     *
     * @throws IllegalArgumentException if no sample can have these sums
     */
    public static WeightedSums fromRecord(DimensionQuality published) {
        WeightedSums result = of(published.getScale());
        result.sums = new Sums(
                published.getN(),
                published.getSumW(),
                published.getSumWw(),
                published.getSumWd(),
                published.getSumWdd(),
                published.getSumWwd(),
                published.getSumWwdd());
        String problem = result.sums.sampleProblem(result.grid);
        if (problem != null) {
            throw new IllegalArgumentException("dimension " + published.getDimension() + ": " + problem);
        }
        return result;
    }

    /** The published form: the sums, and the estimate that follows from them with absent parts left out. */
    public DimensionQuality toRecord(String dimension) {
        DimensionQuality.Builder record = DimensionQuality.newBuilder()
                .setDimension(dimension)
                .setScale(scale)
                .setN(sums.n())
                .setSumW(sums.w())
                .setSumWw(sums.ww())
                .setSumWd(sums.wd())
                .setSumWdd(sums.wdd())
                .setSumWwd(sums.wwd())
                .setSumWwdd(sums.wwdd());
        Estimate estimate = estimate();
        if (estimate instanceof Estimate.Sufficient sufficient) {
            record.setMean(sufficient.mean()).setNEff(sufficient.nEff());
            record.setCiLow(sufficient.low()).setCiHigh(sufficient.high());
        } else if (estimate instanceof Estimate.MeanOnly meanOnly) {
            record.setMean(meanOnly.mean()).setNEff(meanOnly.nEff());
        }
        return record.build();
    }

    /**
     * What is wrong with a judgement, so that it can be refused before anything is changed.
     *
     * @return null when {@link #add} will take it, short of an overflow
     */
    public static @Nullable String problem(Scale scale, long weight, int valueTenths) {
        return problem(ValueGrid.of(scale), weight, valueTenths);
    }

    private static @Nullable String problem(ValueGrid grid, long weight, int value) {
        if (weight < 1 || weight > MAX_WEIGHT) {
            return "weight = " + weight + ": expected in [1, " + MAX_WEIGHT + "]";
        }
        return grid.holds(value) ? null : "value_tenths = " + value + ": expected " + grid.expectation();
    }

    /**
     * Adds one judgement.
     *
     * @param weight inverse of the inclusion probability, in [1, {@link #MAX_WEIGHT}]
     * @param valueTenths ten times the value: in [10, 100] on a score, 0 or 10 on a rate
     * @throws IllegalArgumentException if an argument is out of its range; nothing is changed
     * @throws ArithmeticException if a sum leaves the bound; nothing is changed
     */
    public void add(long weight, int valueTenths) {
        sums = sums.plus(judgement(weight, valueTenths));
    }

    /** Takes one judgement away that was added before, here or in sums that these will be merged with. */
    public void subtract(long weight, int valueTenths) {
        sums = sums.minus(judgement(weight, valueTenths));
    }

    private Sums judgement(long weight, int value) {
        String problem = problem(grid, weight, value);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        return Sums.ofOne(weight, (long) value - grid.centre());
    }

    /**
     * Adds all judgements of another sample. The other one is not changed.
     *
     * @throws IllegalArgumentException if the other one is on another scale
     * @throws ArithmeticException if a sum leaves the bound; nothing is changed
     */
    public void mergeWith(WeightedSums other) {
        requireSameScale(other);
        sums = sums.plus(other.sums);
    }

    /** Takes all judgements of another sample away; undoes {@link #mergeWith}. */
    public void unmergeWith(WeightedSums other) {
        requireSameScale(other);
        sums = sums.minus(other.sums);
    }

    private void requireSameScale(WeightedSums other) {
        if (!grid.equals(other.grid) || scale != other.scale) {
            throw new IllegalArgumentException("scale = " + other.scale + ": expected " + scale);
        }
    }

    /** Sums of their own with the same content. */
    public WeightedSums copy() {
        WeightedSums result = new WeightedSums(scale, grid);
        result.sums = sums;
        return result;
    }

    /** Whether everything that was added has been taken away again. */
    public boolean isZero() {
        return sums.equals(Sums.ZERO);
    }

    /** Scale of the values. */
    public Scale scale() {
        return scale;
    }

    /** Judgements; negative where more were taken away than added. */
    public long n() {
        return sums.n();
    }

    /** Sum of the weights: an unbiased estimate of how many calls the sample stands for. */
    public long sumW() {
        return sums.w();
    }

    /** The estimates that follow from the sums as they are now. */
    public Moments moments() {
        return new Moments(sums, grid);
    }

    /**
     * Mean with its 95 % interval as it may be published: Hájek mean with a t interval on a score, Wilson's interval at
     * the effective sample size on a rate. A score whose judgements all agree gets an interval only from
     * {@link Estimate#MIN_N_TO_ALERT} of them on.
     *
     * @return {@link Estimate.None} when there is no judgement
     */
    public Estimate estimate() {
        return Publication.estimate(scale, moments(), 0);
    }

    /**
     * As {@link #estimate()}, with what is known of the route's usual spread: a small sample whose judgements all agree
     * is taken to have a quarter of it.
     *
     * @param usualSd standard deviation of single judgements over past weeks, in points, 0 when unknown
     */
    public Estimate estimate(double usualSd) {
        return Publication.estimate(scale, moments(), usualSd);
    }

    /** Writes the 56 bytes of the sums; the scale is the caller's to know. */
    public void writeTo(DataOutput output) throws IOException {
        sums.writeTo(output);
    }

    /** Reads what {@link #writeTo} wrote. */
    public static WeightedSums readFrom(Scale scale, DataInput input) throws IOException {
        WeightedSums result = of(scale);
        result.sums = Sums.readFrom(input);
        return result;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WeightedSums that
                && scale == that.scale
                && grid.equals(that.grid)
                && sums.equals(that.sums);
    }

    @Override
    public int hashCode() {
        return sums.hashCode();
    }

    @Override
    public String toString() {
        return scale + " " + sums;
    }
}
