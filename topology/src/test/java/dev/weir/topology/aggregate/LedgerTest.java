package dev.weir.topology.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.weir.topology.commit.Counters;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final long T0 = 1_760_000_000_000L;
    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final Duration RETENTION = Duration.ofHours(1);
    private static final Updates.Replace<SumAggregate> REPLACE = new Updates.Replace<>(
            "scored",
            "scored-series",
            "ledger",
            "counters",
            RETENTION,
            (from, taken) -> from.mergeWith(new SumAggregate(-taken.n(), -taken.sum())));

    private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
    private final KeyValueStore<byte[], byte[]> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("ledger"), Serdes.ByteArray(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    private final Counters counters = new Counters();
    private Ledger<SumAggregate> ledger = new Ledger<>(REPLACE, SumAggregate.TYPE, counters);

    @BeforeEach
    void open() {
        store.init(context.getStateStoreContext(), store);
        ledger.open(context);
    }

    private static Routed.Replacement score(String id, long eventMillis, long value) {
        return new Routed.Replacement(id, eventMillis, SumAggregate.of(value).toBytes());
    }

    private @Nullable SumAggregate take(String key, String id, long value) {
        return ledger.difference(key, score(id, T0, value), UNKNOWN);
    }

    private static void assertAdds(long n, long sum, @Nullable SumAggregate difference) {
        assertNotNull(difference);
        assertEquals(n, difference.n());
        assertEquals(sum, difference.sum());
    }

    private long count(String counter) {
        return counters.of(counter).count();
    }

    @Test
    void firstOfAnId_addsWhatItSays_andTheNextOnlyWhatIsDifferent() {
        assertAdds(1, 40, take("a", "1", 40));
        assertAdds(0, 25, take("a", "1", 65));
        assertAdds(0, -25, take("a", "1", 40));
        assertEquals(2, count(Counters.REPLACED));
    }

    @Test
    void sameAgain_addsNothing_andIsNoReplacement() {
        take("a", "1", 40);

        assertNull(take("a", "1", 40));
        assertNull(take("a", "1", 40));

        assertEquals(2, count(Counters.REPEATED));
        assertEquals(0, count(Counters.REPLACED));
        assertAdds(0, 1, take("a", "1", 41));
    }

    @Test
    void idsOfOtherKeysAndOtherIdsOfAKey_areApart() {
        assertAdds(1, 40, take("a", "1", 40));
        assertAdds(1, 40, take("b", "1", 40));
        assertAdds(1, 40, take("a", "2", 40));
        assertAdds(1, 40, take("a1", "", 40));
        assertEquals(0, count(Counters.REPEATED) + count(Counters.REPLACED));
    }

    @Test
    void differences_addUpToTheNewestOfEachId_whateverTheOrder() {
        Random random = new Random(3);
        Map<String, Long> newest = new HashMap<>();
        SumAggregate sum = new SumAggregate(0, 0);
        for (int i = 0; i < 2_000; i++) {
            String id = String.valueOf(random.nextInt(50));
            long value = random.nextInt(5);
            newest.put(id, value);
            SumAggregate difference = take("a", id, value);
            if (difference != null) {
                sum.mergeWith(difference);
            }
        }
        assertEquals(50, sum.n());
        assertEquals(newest.values().stream().mapToLong(Long::longValue).sum(), sum.sum());
    }

    @Test
    void idPastItsRetention_isTooLate_andLeavesNoTrace() {
        long expired = T0 + RETENTION.toMillis();

        assertNull(ledger.difference("a", score("1", T0, 40), expired));
        assertEquals(1, count(Counters.TOO_LATE));
        assertEquals(0, store.approximateNumEntries());
        assertAdds(1, 40, ledger.difference("a", score("1", T0, 40), expired - 1));
    }

    @Test
    void entryIsForgotten_whenItsEventTimeIsPastTheRetention_andNotBefore() {
        ledger.difference("a", score("old", T0, 1), UNKNOWN);
        ledger.difference("a", score("new", T0 + 1, 1), UNKNOWN);

        ledger.forget(UNKNOWN);
        ledger.forget(T0 + RETENTION.toMillis());
        assertEquals(2, store.approximateNumEntries());

        ledger.forget(T0 + 1 + RETENTION.toMillis());
        assertEquals(1, store.approximateNumEntries());
        assertNull(ledger.difference("a", score("new", T0 + 1, 1), UNKNOWN), "still remembered");
    }

    @Test
    void ledgerThatIsOpenedAgain_goesOnFromItsStore() {
        take("a", "1", 40);
        ledger = new Ledger<>(REPLACE, SumAggregate.TYPE, counters);
        ledger.open(context);

        assertAdds(0, 2, take("a", "1", 42));
    }
}
