package dev.weir.topology.spend;

import dev.weir.topology.aggregate.Routed;
import dev.weir.topology.call.CallView;
import dev.weir.topology.enrich.Price;
import dev.weir.topology.ingest.Forwarding;
import dev.weir.topology.ingest.Ingested;
import dev.weir.topology.ingest.Ingested.Call;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.jspecify.annotations.Nullable;

/** The step {@code count-spend}: makes one partial aggregate of each call for its user and one for its feature. */
public final class CountSpend {

    private CountSpend() {}

    public static ProcessorSupplier<String, Ingested, String, byte[]> supplier() {
        return () -> new Forwarding((call, to) -> {
            forward(call, SpenderKey.Kind.USER, call.event().userId(), to);
            forward(call, SpenderKey.Kind.FEATURE, call.event().feature(), to);
        });
    }

    private static void forward(
            Call call, SpenderKey.Kind kind, @Nullable String spender, BiConsumer<String, Routed> to) {
        if (spender != null && !spender.isBlank()) {
            SpenderKey key = SpenderKey.of(call.series().tenant(), kind, spender);
            to.accept(key.text(), Routed.partial(call.eventMillis(), count(call)));
        }
    }

    static SpendAggregate count(Call call) {
        SpendAggregate one = new SpendAggregate();
        if (call.enrichment().price() instanceof Price.Priced priced) {
            one.addPriced(priced.nanoUsd());
        } else {
            one.addUnpriced();
        }
        one.addTokens(orZero(call.event().inputTokens()), orZero(call.event().outputTokens()));
        return one;
    }

    /** Tokens of a call that reports none add nothing to a sum; that they are unknown shows in the series window. */
    private static long orZero(long tokens) {
        return tokens == CallView.ABSENT ? 0 : tokens;
    }
}
