package dev.weir.judge.limits;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A day's money and calls. A caller reserves the most a call can cost before making it and settles for what it did cost
 * afterwards, so that spent plus reserved never exceeds the limit by more than a reservation was too low. Every attempt
 * is a call of its own. Where money is limited, a call of unknown price is refused: what cannot be counted cannot be
 * limited.
 *
 * <p>The day is the clock's, in UTC. A reservation that outlives its day is settled against that day and burdens no
 * other. Thread-safe; constant time and space.
 */
public final class Budget {

    private final @Nullable Long limitNanoUsd;
    private final long limitCalls;
    private final Clock clock;

    private LocalDate day;
    private long spentNanoUsd;
    private long reservedNanoUsd;
    private long calls;
    private long refused;

    /** Budget whose first day is the clock's today. */
    public Budget(BudgetConfig config, Clock clock) {
        this.limitNanoUsd = config.dailyNanoUsd();
        this.limitCalls = config.dailyCalls();
        this.clock = clock;
        this.day = today();
    }

    /** A call that may be made; {@link #settle} ends it. */
    public static final class Reservation {
        private final LocalDate day;
        private final long nanoUsd;
        private boolean settled;

        private Reservation(LocalDate day, long nanoUsd) {
            this.day = day;
            this.nanoUsd = nanoUsd;
        }
    }

    /**
     * What the current day has seen.
     *
     * @param spentNanoUsd settled costs; a call that settled without a cost counts with its reservation
     * @param reservedNanoUsd held for calls under way
     * @param calls calls reserved, settled or not
     * @param refused reservations refused
     */
    public record Spent(LocalDate day, long spentNanoUsd, long reservedNanoUsd, long calls, long refused) {}

    /**
     * Permission for one call.
     *
     * @param mostNanoUsd the most it can cost; null: unknown
     * @return the reservation; null when the day's budget does not hold it
     */
    public synchronized @Nullable Reservation reserve(@Nullable Long mostNanoUsd) {
        turnDay();
        if (limitCalls > 0 && calls >= limitCalls || !affordable(mostNanoUsd)) {
            refused++;
            return null;
        }
        long held = mostNanoUsd == null ? 0 : mostNanoUsd;
        calls++;
        reservedNanoUsd += held;
        return new Reservation(day, held);
    }

    /**
     * The end of a call; a second settlement changes nothing.
     *
     * @param costNanoUsd what it cost; null: unknown, the whole reservation counts as spent
     */
    public synchronized void settle(Reservation reservation, @Nullable Long costNanoUsd) {
        turnDay();
        if (reservation.settled) {
            return;
        }
        reservation.settled = true;
        if (reservation.day.equals(day)) {
            reservedNanoUsd -= reservation.nanoUsd;
            spentNanoUsd += costNanoUsd == null ? reservation.nanoUsd : costNanoUsd;
        }
    }

    /** What the current day has seen. */
    public synchronized Spent spent() {
        turnDay();
        return new Spent(day, spentNanoUsd, reservedNanoUsd, calls, refused);
    }

    private boolean affordable(@Nullable Long mostNanoUsd) {
        if (limitNanoUsd == null) {
            return true;
        }
        return mostNanoUsd != null && mostNanoUsd <= limitNanoUsd - spentNanoUsd - reservedNanoUsd;
    }

    private void turnDay() {
        LocalDate today = today();
        if (today.isAfter(day)) {
            day = today;
            spentNanoUsd = 0;
            reservedNanoUsd = 0;
            calls = 0;
            refused = 0;
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
