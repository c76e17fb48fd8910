package dev.weir.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberLimitTest {

    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);

    @Test
    void sum_isExact_orAtTheEndOfTheRange() {
        long seed = 11;
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long one = random.nextLong() >> random.nextInt(64);
            long other = random.nextLong() >> random.nextInt(64);
            BigInteger sum = BigInteger.valueOf(one).add(BigInteger.valueOf(other));

            assertEquals(sum.min(MOST).max(LEAST).longValueExact(), NumberLimit.plus(one, other), "seed " + seed);
        }
    }
}
