package dev.weir.judge.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.judge.limits.Budget.Reservation;
import dev.weir.schemas.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private final ManualClock clock = new ManualClock("2026-11-20T23:59:59.500Z");

    @Test
    void reservations_countBeforeTheyAreSettled() {
        Budget budget = dollars("0.000001000");
        assertNotNull(budget.reserve(600L));
        assertNull(budget.reserve(600L), "600 + 600 is more than 1000");
        assertNotNull(budget.reserve(400L), "600 + 400 is exactly 1000");
        assertNull(budget.reserve(1L));
    }

    @Test
    void settling_freesWhatWasNotSpent() {
        Budget budget = dollars("0.000001000");
        Reservation call = reserve(budget, 900);
        budget.settle(call, 100L);
        assertEquals(100, budget.spent().spentNanoUsd());
        assertEquals(0, budget.spent().reservedNanoUsd());
        assertNotNull(budget.reserve(900L));
    }

    @Test
    void unknownCost_countsWithItsReservation() {
        Budget budget = dollars("0.000001000");
        budget.settle(reserve(budget, 900), null);
        assertEquals(900, budget.spent().spentNanoUsd());
        assertNull(budget.reserve(101L));
    }

    @Test
    void secondSettlement_changesNothing() {
        Budget budget = dollars("1");
        Reservation call = reserve(budget, 900);
        budget.settle(call, 100L);
        budget.settle(call, 500L);
        assertEquals(100, budget.spent().spentNanoUsd());
    }

    @Test
    void unknownPrice_isRefusedWhereMoneyIsLimited() {
        assertNull(dollars("1000").reserve(null));
        assertNotNull(new Budget(BudgetConfig.DEFAULT, clock).reserve(null));
        assertNotNull(new Budget(new BudgetConfig(null, 5), clock).reserve(null));
    }

    @Test
    void zeroDollars_refuseAllButTheFree() {
        assertNull(dollars("0").reserve(1L));
        assertNotNull(dollars("0").reserve(0L));
    }

    @Test
    void calls_areLimitedEveryAttemptCounted() {
        Budget budget = new Budget(new BudgetConfig(null, 2), clock);
        budget.settle(reserve(budget, 0), 0L);
        assertNotNull(budget.reserve(0L));
        assertNull(budget.reserve(0L));
        assertEquals(1, budget.spent().refused());
    }

    @Test
    void midnightUtc_startsAnew() {
        Budget budget = dollars("0.000001000");
        Reservation late = reserve(budget, 1000);
        assertNull(budget.reserve(1L));
        clock.advance(Duration.ofMillis(499));
        assertNull(budget.reserve(1L), "23:59:59.999 is still the day");
        clock.advance(Duration.ofMillis(1));
        assertNotNull(budget.reserve(600L));
        budget.settle(late, 1000L);
        assertEquals(0, budget.spent().spentNanoUsd(), "yesterday's call burdens yesterday");
        assertEquals(600, budget.spent().reservedNanoUsd());
    }

    @Test
    void racingThreads_neverExceedTheLimit() throws Exception {
        Budget budget = dollars("0.000001000");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Integer>> granted = IntStream.range(0, 2)
                .mapToObj(thread -> threads.submit(() -> {
                    start.await();
                    int mine = 0;
                    for (int i = 0; i < 5_000; i++) {
                        mine += budget.reserve(1L) == null ? 0 : 1;
                    }
                    return mine;
                }))
                .toList();
        start.countDown();
        int sum = granted.get(0).get(10, TimeUnit.SECONDS) + granted.get(1).get(10, TimeUnit.SECONDS);
        threads.shutdownNow();
        assertEquals(1_000, sum);
        assertEquals(9_000, budget.spent().refused());
    }

    @Test
    void anySequence_keepsSpentPlusReservedWithinTheLimit() {
        long seed = 11;
        Random random = new Random(seed);
        Budget budget = dollars("0.000010000");
        List<Reservation> open = new java.util.ArrayList<>();
        for (int step = 0; step < 5_000; step++) {
            if (random.nextBoolean() || open.isEmpty()) {
                Reservation call = budget.reserve((long) random.nextInt(500));
                if (call != null) {
                    open.add(call);
                }
            } else {
                budget.settle(open.remove(random.nextInt(open.size())), (long) random.nextInt(2));
            }
            Budget.Spent spent = budget.spent();
            assertTrue(
                    spent.spentNanoUsd() + spent.reservedNanoUsd() <= 10_000 && spent.reservedNanoUsd() >= 0,
                    "seed " + seed + " step " + step + ": " + spent);
        }
    }

    private Budget dollars(String usd) {
        return new Budget(new BudgetConfig(usd, 0), clock);
    }

    private static Reservation reserve(Budget budget, long most) {
        Reservation reservation = budget.reserve(most);
        assertNotNull(reservation);
        return reservation;
    }
}
