package dev.weir.schemas.estimate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Seven exact sums over judgements of weight w and centred value d, in grid units. Immutable, so that an operation that
 * overflows changes nothing.
 *
 * @param n count
 * @param w sum of w
 * @param ww sum of w²
 * @param wd sum of w d
 * @param wdd sum of w d²
 * @param wwd sum of w² d
 * @param wwdd sum of w² d²
 */
record Sums(long n, long w, long ww, long wd, long wdd, long wwd, long wwdd) {

    static final Sums ZERO = new Sums(0, 0, 0, 0, 0, 0, 0);

    /** Sums of one judgement; cannot overflow for w up to 200,000 and |d| up to 15,000. */
    static Sums ofOne(long w, long d) {
        long ww = w * w;
        return new Sums(1, w, ww, w * d, w * d * d, ww * d, ww * d * d);
    }

    Sums plus(Sums other) {
        try {
            return new Sums(
                    Math.addExact(n, other.n),
                    Math.addExact(w, other.w),
                    Math.addExact(ww, other.ww),
                    Math.addExact(wd, other.wd),
                    Math.addExact(wdd, other.wdd),
                    Math.addExact(wwd, other.wwd),
                    Math.addExact(wwdd, other.wwdd));
        } catch (ArithmeticException e) {
            throw overflow(other, e);
        }
    }

    Sums minus(Sums other) {
        try {
            return new Sums(
                    Math.subtractExact(n, other.n),
                    Math.subtractExact(w, other.w),
                    Math.subtractExact(ww, other.ww),
                    Math.subtractExact(wd, other.wd),
                    Math.subtractExact(wdd, other.wdd),
                    Math.subtractExact(wwd, other.wwd),
                    Math.subtractExact(wwdd, other.wwdd));
        } catch (ArithmeticException e) {
            throw overflow(other, e);
        }
    }

    private ArithmeticException overflow(Sums other, ArithmeticException cause) {
        ArithmeticException refusal = new ArithmeticException("sums of " + n + " judgements of weight " + w + " and "
                + other.n + " of weight " + other.w
                + " overflow: expected (largest weight) x (sum of weights) up to 3.6e15");
        refusal.initCause(cause);
        return refusal;
    }

    /** Why no sample of values on the grid, with weights of at least 1, can have these sums; null when one may. */
    @Nullable
    String sampleProblem(ValueGrid grid) {
        if (n < 0) {
            return "n = " + n + ": expected 0 or more";
        }
        if (n == 0 && !equals(ZERO)) {
            return "n = 0 with " + this + ": expected every sum 0";
        }
        if (w < n || ww < w) {
            return "n = " + n + ", sum_w = " + w + ", sum_ww = " + ww + ": expected n <= sum_w <= sum_ww";
        }
        if (wdd < 0 || wwdd < wdd) {
            return "sum_wdd = " + wdd + ", sum_wwdd = " + wwdd + ": expected 0 <= sum_wdd <= sum_wwdd";
        }
        double meanUnits = grid.centre() + (double) wd / Math.max(1, w);
        return n > 0 && (meanUnits < grid.smallest() || meanUnits > grid.largest())
                ? "sum_wd = " + wd + " with sum_w = " + w + ": expected a mean on the scale"
                : null;
    }

    void writeTo(DataOutput output) throws IOException {
        output.writeLong(n);
        output.writeLong(w);
        output.writeLong(ww);
        output.writeLong(wd);
        output.writeLong(wdd);
        output.writeLong(wwd);
        output.writeLong(wwdd);
    }

    static Sums readFrom(DataInput input) throws IOException {
        return new Sums(
                input.readLong(),
                input.readLong(),
                input.readLong(),
                input.readLong(),
                input.readLong(),
                input.readLong(),
                input.readLong());
    }
}
