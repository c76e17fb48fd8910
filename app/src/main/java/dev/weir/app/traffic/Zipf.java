package dev.weir.app.traffic;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Ranks of which rank {@code k} comes up in proportion to {@code k^-exponent}: few users make most calls. 8 bytes a rank. */
public final class Zipf {

    private final double[] upTo;

    public Zipf(int ranks, double exponent) {
        upTo = new double[ranks];
        double sum = 0;
        for (int i = 0; i < ranks; i++) {
            sum += Math.pow(i + 1.0, -exponent);
            upTo[i] = sum;
        }
    }

    /** A rank, from 1. */
    public int pick(SplittableRandom random) {
        int at = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
        return 1 + Math.min(at < 0 ? -at - 1 : at + 1, upTo.length - 1);
    }
}
