package dev.weir.topology.spend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.SpenderKey;
import dev.weir.topology.aggregate.AggregateType;
import dev.weir.topology.aggregate.MergeableContract;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpendAggregateTest extends MergeableContract<SpendAggregate> {

    @Override
    protected AggregateType<SpendAggregate> type() {
        return SpendAggregate.TYPE;
    }

    /** One call of any of as many users as the summary of the heaviest holds without an error. */
    @Override
    protected SpendAggregate part(Random random) {
        SpendAggregate call = call(random);
        if (random.nextInt(3) == 0) {
            call.shareWindow(user(random.nextInt(HeavyHitters.MOST)));
        }
        return call;
    }

    private static SpendAggregate call(Random random) {
        SpendAggregate call = new SpendAggregate();
        if (random.nextInt(5) == 0) {
            call.addUnpriced();
        } else {
            long cost = random.nextInt(1_000_000);
            call.addPriced(cost);
            if (random.nextBoolean()) {
                call.addReported(cost, random.nextInt(1_000_000));
            }
        }
        long input = random.nextInt(2_000);
        call.addTokens(input, random.nextInt(500));
        if (random.nextInt(3) > 0) {
            call.addRequest(input);
        }
        return call;
    }

    private static String user(int number) {
        return SpenderKey.of("acme", "", SpenderKey.Kind.USER, "user-" + number).text();
    }

    /** What {@code Mergeable} excepts: which users are listed beyond the limit, never any sum nor the stated error. */
    @Test
    void moreUsersThanAreHeld_sumsAreExactInEitherOrder_andTheListedUsersMayDiffer() {
        int users = 3 * HeavyHitters.MOST;
        SpendAggregate forwards = new SpendAggregate();
        SpendAggregate backwards = new SpendAggregate();
        long all = 0;
        for (int i = 0; i < users; i++) {
            forwards.mergeWith(spentBy(i));
            backwards.mergeWith(spentBy(users - 1 - i));
            all += cost(i);
        }

        assertNotEquals(listed(forwards).sums(), listed(backwards).sums());
        for (SpendAggregate merged : List.of(forwards, backwards)) {
            assertEquals(users, merged.calls());
            assertEquals(all, merged.costNanoUsd());
            HeavyHitters heaviest = listed(merged);
            assertTrue(heaviest.error() > 0 && heaviest.error() <= all / (HeavyHitters.COUNTERS + 1));
            for (int i = 0; i < users; i++) {
                long least = heaviest.sums().getOrDefault("user-" + i, 0L);
                assertTrue(least <= cost(i) && cost(i) <= least + heaviest.error(), "user " + i);
            }
        }
    }

    private static HeavyHitters listed(SpendAggregate spend) {
        HeavyHitters heaviest = spend.heaviest();
        if (heaviest == null) {
            throw new AssertionError("no users are listed");
        }
        return heaviest;
    }

    private static long cost(int user) {
        return user % 10 == 0 ? 1_000_000 + user : 1_000 + user;
    }

    private static SpendAggregate spentBy(int user) {
        SpendAggregate call = new SpendAggregate();
        call.addPriced(cost(user));
        call.shareWindow(user(user));
        return call;
    }
}
