package dev.weir.topology.price;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Amounts of money as whole femto-USD (10⁻¹⁵ USD). One dollar per million tokens is 10⁹ femto-USD a token, so a price list
 * with nine decimals is held exactly. Costs are summed in femto-USD and rounded once.
 */
final class FemtoUsd {

    private static final long PER_NANO = 1_000_000;
    private static final long MOST_A_TOKEN = 100_000_000_000_000L;
    private static final long MOST_A_CALL = 100_000_000_000_000_000L;

    private FemtoUsd() {}

    /**
     * A price per token.
     *
     * @param usd per million tokens, 0 or more
     * @throws ArithmeticException if it has more than nine decimals, or is negative or beyond any price
     */
    static long perMillion(BigDecimal usd) {
        return checked(usd.movePointRight(9).toBigIntegerExact());
    }

    /**
     * A price per token, from a number that went through binary floating point: what is within a billionth of a whole
     * count of femto-USD is taken as that.
     *
     * @param usd per token, 0 or more
     * @throws ArithmeticException if it is finer than a femto-USD, or negative or beyond any price
     */
    static long perToken(BigDecimal usd) {
        return checked(whole(usd));
    }

    /**
     * A price per call, read as {@link #perToken} is.
     *
     * @param usd per call, 0 to 100
     * @throws ArithmeticException if it is finer than a femto-USD, negative or above 100 USD
     */
    static long perCall(BigDecimal usd) {
        BigInteger femto = whole(usd);
        if (femto.signum() < 0 || femto.compareTo(BigInteger.valueOf(MOST_A_CALL)) > 0) {
            throw new ArithmeticException("a call is not 0 to 100 USD");
        }
        return femto.longValueExact();
    }

    private static BigInteger whole(BigDecimal usd) {
        BigDecimal femto = usd.movePointRight(15);
        BigDecimal whole = femto.setScale(0, RoundingMode.HALF_EVEN);
        if (femto.subtract(whole).abs().movePointRight(9).compareTo(femto.abs()) > 0) {
            throw new ArithmeticException("finer than a femto-USD");
        }
        return whole.toBigIntegerExact();
    }

    private static long checked(BigInteger femto) {
        long rate = femto.longValueExact();
        if (rate < 0) {
            throw new ArithmeticException("negative");
        }
        if (rate > MOST_A_TOKEN) {
            throw new ArithmeticException("above 100,000 USD per million tokens");
        }
        return rate;
    }

    /** A sum in nano-USD, rounded half-even. */
    static long toNano(long femto) {
        long nano = femto / PER_NANO;
        long rest = femto % PER_NANO;
        long half = PER_NANO / 2;
        return rest > half || (rest == half && (nano & 1) == 1) ? nano + 1 : nano;
    }

    /** USD, exact. */
    static BigDecimal toUsd(long femto) {
        return BigDecimal.valueOf(femto, 15);
    }
}
