package dev.weir.topology.price;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Prices per token by kind, in whole femto-USD (10⁻¹⁵ USD). Immutable.
 *
 * <p>One dollar per million tokens is 10⁹ femto-USD, so a price list with nine decimals is held exactly. A cost is summed
 * in femto-USD and rounded once; it is exact up to 9,223 USD and refused beyond.
 */
final class Rates {

    static final Rates NONE = new Rates(absent());

    private static final long ABSENT = -1;
    private static final long FEMTO_PER_NANO = 1_000_000;
    private static final RateKind[] KINDS = RateKind.values();

    private final long[] femto;

    private Rates(long[] femto) {
        this.femto = femto;
    }

    /** Rates of given kinds. */
    static Rates of(Map<RateKind, Long> femtoByKind) {
        long[] femto = absent();
        femtoByKind.forEach((kind, rate) -> femto[kind.ordinal()] = rate);
        return new Rates(femto);
    }

    private static long[] absent() {
        long[] femto = new long[RateKind.values().length];
        Arrays.fill(femto, -1);
        return femto;
    }

    boolean has(RateKind kind) {
        return femto[kind.ordinal()] != ABSENT;
    }

    boolean isEmpty() {
        return Arrays.stream(femto).allMatch(rate -> rate == ABSENT);
    }

    /** Whether no kind costs anything. */
    boolean isFree() {
        return Arrays.stream(femto).allMatch(rate -> rate <= 0);
    }

    /** These rates, and those of another where these have none. */
    Rates over(Rates base) {
        long[] result = femto.clone();
        for (RateKind kind : KINDS) {
            if (!has(kind)) {
                result[kind.ordinal()] = base.femto[kind.ordinal()];
            }
        }
        return new Rates(result);
    }

    /** Half of every rate; an odd femto-USD is rounded half-even. */
    Rates halved() {
        return new Rates(Arrays.stream(femto)
                .map(rate -> rate == ABSENT ? ABSENT : rate / 2 + ((rate & 3) == 3 ? 1 : 0))
                .toArray());
    }

    /**
     * These rates with the documented stand-ins: cache reads and writes without a price of their own are charged as plain
     * input (no discount is claimed that nobody published), reasoning as output, audio as text. A one-hour write has no
     * stand-in where the list charges extra for the shorter one: it certainly costs more than that, and nobody says how
     * much. Plain input and output have none either.
     */
    Rates completed() {
        long[] result = femto.clone();
        if (!has(RateKind.CACHE_WRITE) && !has(RateKind.CACHE_WRITE_1H)) {
            result[RateKind.CACHE_WRITE_1H.ordinal()] = at(RateKind.INPUT);
        }
        standIn(result, RateKind.CACHE_READ, RateKind.INPUT);
        standIn(result, RateKind.CACHE_WRITE, RateKind.INPUT);
        standIn(result, RateKind.REASONING, RateKind.OUTPUT);
        standIn(result, RateKind.AUDIO_INPUT, RateKind.INPUT);
        standIn(result, RateKind.AUDIO_OUTPUT, RateKind.OUTPUT);
        return new Rates(result);
    }

    private void standIn(long[] result, RateKind kind, RateKind other) {
        if (!has(kind)) {
            result[kind.ordinal()] = at(other);
        }
    }

    private long at(RateKind kind) {
        return femto[kind.ordinal()];
    }

    /**
     * Cost of a call in nano-USD, rounded half-even once; empty where a kind that the call used has no rate.
     *
     * @throws ArithmeticException if the cost is above 9,223 USD
     */
    OptionalLong nanoUsd(TokenParts.Parts parts) {
        long total = 0;
        for (RateKind kind : KINDS) {
            long tokens = tokens(parts, kind);
            if (tokens > 0) {
                if (at(kind) == ABSENT) {
                    return OptionalLong.empty();
                }
                total = Math.addExact(total, Math.multiplyExact(tokens, at(kind)));
            }
        }
        return OptionalLong.of(toNano(total));
    }

    private static long tokens(TokenParts.Parts parts, RateKind kind) {
        return switch (kind) {
            case INPUT -> parts.uncachedInput();
            case OUTPUT -> parts.textOutput();
            case CACHE_READ -> parts.cacheRead();
            case CACHE_WRITE -> parts.cacheWrite5m();
            case CACHE_WRITE_1H -> parts.cacheWrite1h();
            case REASONING -> parts.reasoningOutput();
            case AUDIO_INPUT -> parts.audioInput();
            case AUDIO_OUTPUT -> parts.audioOutput();
        };
    }

    private static long toNano(long femtoUsd) {
        long nano = femtoUsd / FEMTO_PER_NANO;
        long rest = femtoUsd % FEMTO_PER_NANO;
        long half = FEMTO_PER_NANO / 2;
        return rest > half || (rest == half && (nano & 1) == 1) ? nano + 1 : nano;
    }

    /**
     * A price in femto-USD per token.
     *
     * @param perMillion USD per million tokens, 0 or more
     * @throws ArithmeticException if it has more than nine decimals, or is negative or beyond any price
     */
    static long perMillion(BigDecimal perMillion) {
        return checked(perMillion.movePointRight(9).toBigIntegerExact());
    }

    /**
     * A price in femto-USD per token, from a number that went through binary floating point: what is within a billionth of
     * a whole femto-USD count is taken as that.
     *
     * @param perToken USD per token, 0 or more
     * @throws ArithmeticException if it is finer than a femto-USD, or negative or beyond any price
     */
    static long perToken(BigDecimal perToken) {
        BigDecimal femto = perToken.movePointRight(15);
        BigDecimal whole = femto.setScale(0, RoundingMode.HALF_EVEN);
        if (femto.subtract(whole).abs().movePointRight(9).compareTo(femto.abs()) > 0) {
            throw new ArithmeticException("finer than a femto-USD");
        }
        return checked(whole.toBigIntegerExact());
    }

    private static long checked(BigInteger femto) {
        long rate = femto.longValueExact();
        if (rate < 0) {
            throw new ArithmeticException("negative");
        }
        if (rate > 100_000_000_000_000L) {
            throw new ArithmeticException("above 100,000 USD per million tokens");
        }
        return rate;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rates rates && Arrays.equals(femto, rates.femto);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(femto);
    }

    @Override
    public String toString() {
        return Arrays.toString(femto);
    }
}
