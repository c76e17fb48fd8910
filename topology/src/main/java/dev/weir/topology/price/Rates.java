package dev.weir.topology.price;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;

/**
 * Prices by kind, in whole femto-USD (see {@link FemtoUsd}). Immutable. A cost is exact up to 9,223 USD and refused beyond.
 */
final class Rates {

    static final Rates NONE = new Rates(absent(), new RateKind[0]);

    private static final long ABSENT = -1;
    private static final RateKind[] KINDS = RateKind.values();

    private final long[] femto;
    /** By kind, whose rate it is charged at; empty where every kind stands for itself. */
    private final RateKind[] chargedAs;

    private Rates(long[] femto, RateKind[] chargedAs) {
        this.femto = femto;
        this.chargedAs = chargedAs;
    }

    private static Rates of(long[] femto) {
        return new Rates(femto, NONE.chargedAs);
    }

    /** Rates of given kinds. */
    static Rates of(Map<RateKind, Long> femtoByKind) {
        long[] femto = absent();
        femtoByKind.forEach((kind, rate) -> femto[kind.ordinal()] = rate);
        return of(femto);
    }

    private static long[] absent() {
        long[] femto = new long[RateKind.values().length];
        Arrays.fill(femto, -1);
        return femto;
    }

    boolean has(RateKind kind) {
        return at(kind) != ABSENT;
    }

    boolean isEmpty() {
        return Arrays.stream(femto).allMatch(rate -> rate == ABSENT);
    }

    /** Whether no kind costs anything. */
    boolean isFree() {
        return Arrays.stream(femto).allMatch(rate -> rate <= 0);
    }

    /** Rate of a kind; negative where there is none. */
    long at(RateKind kind) {
        return femto[kind.ordinal()];
    }

    /** The kind whose rate a kind is charged at: itself, or the one that stands in for it. */
    RateKind chargedAs(RateKind kind) {
        return chargedAs.length == 0 ? kind : chargedAs[kind.ordinal()];
    }

    /** These rates, and those of another where these have none. */
    Rates over(Rates base) {
        long[] result = femto.clone();
        for (RateKind kind : KINDS) {
            if (!has(kind)) {
                result[kind.ordinal()] = base.at(kind);
            }
        }
        return of(result);
    }

    /** Half of every rate; an odd femto-USD is rounded half-even. */
    Rates halved() {
        return mapped(rate -> rate / 2 + ((rate & 3) == 3 ? 1 : 0));
    }

    /**
     * These rates times a factor, complete ones included.
     *
     * @throws ArithmeticException if a product is no whole number of femto-USD
     */
    Rates times(BigDecimal factor) {
        return mapped(rate ->
                factor.multiply(BigDecimal.valueOf(rate)).toBigIntegerExact().longValueExact());
    }

    private Rates mapped(LongUnaryOperator change) {
        return new Rates(
                Arrays.stream(femto)
                        .map(rate -> rate == ABSENT ? ABSENT : change.applyAsLong(rate))
                        .toArray(),
                chargedAs);
    }

    /**
     * These rates with the documented stand-ins: cache reads and writes without a price of their own are charged as plain
     * input (no discount is claimed that nobody published), reasoning as output, audio as text. A one-hour write has no
     * stand-in where the list charges extra for the shorter one: it certainly costs more than that, and nobody says how
     * much. Plain input and output have none either. A call as such is free unless the list says otherwise.
     */
    Rates completed() {
        long[] result = femto.clone();
        RateKind[] as = KINDS.clone();
        if (!has(RateKind.CACHE_WRITE)) {
            standIn(result, as, RateKind.CACHE_WRITE_1H, RateKind.INPUT);
        }
        standIn(result, as, RateKind.CACHE_READ, RateKind.INPUT);
        standIn(result, as, RateKind.CACHE_WRITE, RateKind.INPUT);
        standIn(result, as, RateKind.REASONING, RateKind.OUTPUT);
        standIn(result, as, RateKind.AUDIO_INPUT, RateKind.INPUT);
        standIn(result, as, RateKind.AUDIO_OUTPUT, RateKind.OUTPUT);
        result[RateKind.CALL.ordinal()] = Math.max(0, at(RateKind.CALL));
        return new Rates(result, as);
    }

    private void standIn(long[] result, RateKind[] as, RateKind kind, RateKind other) {
        if (!has(kind)) {
            result[kind.ordinal()] = at(other);
            as[kind.ordinal()] = other;
        }
    }

    /**
     * Cost of a call in nano-USD, rounded half-even once; empty where a kind that the call used has no rate.
     *
     * @throws ArithmeticException if the cost is above 9,223 USD
     */
    OptionalLong nanoUsd(TokenParts.Parts parts) {
        long total = 0;
        for (RateKind kind : KINDS) {
            long units = kind.units(parts);
            if (units > 0) {
                if (at(kind) == ABSENT) {
                    return OptionalLong.empty();
                }
                total = Math.addExact(total, Math.multiplyExact(units, at(kind)));
            }
        }
        return OptionalLong.of(FemtoUsd.toNano(total));
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
