package dev.weir.topology.spend;

import dev.weir.schemas.SpenderKey;
import dev.weir.topology.aggregate.Partials;
import dev.weir.topology.call.CallView;
import dev.weir.topology.ingest.Fold;
import dev.weir.topology.ingest.Ingested.Call;
import dev.weir.topology.price.Price;
import dev.weir.topology.price.ReportedCost;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a call adds to the spend of its user and of its feature, and of its route and tenant where those have budgets. */
final class CountSpend {

    private CountSpend() {}

    /**
     * Adds calls to one partial for each spender and window; for one task.
     *
     * @param kinds kinds that budgets are about: routes and tenants are counted only for those
     */
    static Fold.Adder<SpendAggregate> of(Set<SpenderKey.Kind> kinds) {
        SpenderKeys keys = new SpenderKeys();
        boolean tenants = kinds.contains(SpenderKey.Kind.TENANT);
        boolean routes = kinds.contains(SpenderKey.Kind.ROUTE);
        return (call, partials) -> {
            if (tenants) {
                add(call, SpenderKey.Kind.TENANT, call.series().tenant(), keys, partials);
            }
            if (routes) {
                add(call, SpenderKey.Kind.ROUTE, call.series().route(), keys, partials);
            }
            add(call, SpenderKey.Kind.USER, call.event().userId(), keys, partials);
            add(call, SpenderKey.Kind.FEATURE, call.event().feature(), keys, partials);
        };
    }

    private static void add(
            Call call,
            SpenderKey.Kind kind,
            @Nullable String spender,
            SpenderKeys keys,
            Partials<SpendAggregate> partials) {
        if (spender != null && !spender.isBlank()) {
            add(
                    call,
                    partials.at(
                            keys.key(call.series().tenant(), call.series().environment(), kind, spender),
                            call.eventMillis()));
        }
    }

    static void add(Call call, SpendAggregate to) {
        if (call.enrichment().price() instanceof Price.Priced priced) {
            to.addPriced(priced.nanoUsd());
            long reported = ReportedCost.nanoUsd(call.event().costUsd());
            if (reported != ReportedCost.NONE) {
                to.addReported(priced.nanoUsd(), reported);
            }
        } else {
            to.addUnpriced();
        }
        to.addTokens(orZero(call.event().inputTokens()), orZero(call.event().outputTokens()));
        to.addRequest(call.event().inputTokens());
    }

    /** Tokens of a call that reports none add nothing to a sum; that they are unknown shows in the series window. */
    private static long orZero(long tokens) {
        return tokens == CallView.ABSENT ? 0 : tokens;
    }
}
