package dev.weir.topology.enrich;

import dev.weir.topology.call.CallView;
import dev.weir.topology.price.ModelUse;
import dev.weir.topology.price.Price;
import dev.weir.topology.price.Prices;
import dev.weir.topology.price.TokenParts;
import org.jspecify.annotations.Nullable;

/**
 * What one call cost, whether it failed and whether it was refused, from its event alone.
 *
 * <p>Pure: the same event, time, book and configuration give the same outcome. Thread-safe. About 0.2
 * microseconds for an event without texts and 0.7 with an answer of 600 characters, at the default configuration, on a machine
 * where Avro decodes such events in 1.3 and 1.9; no text is decoded for it. Only
 * calls (LLM and EMBEDDING spans) belong here; other spans repeat the totals of their children.
 */
public final class CallEnricher {

    private final Prices prices;
    private final Refusals refusals;
    private final Safety safety;

    /**
     * @throws IllegalArgumentException if the configuration has problems
     */
    public CallEnricher(Prices prices, EnrichConfig config) {
        if (!config.problems().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", config.problems()));
        }
        this.prices = prices;
        this.refusals = new Refusals(config.refusalText(), config.refusalPatterns());
        this.safety = new Safety(config.safety());
    }

    /**
     * Outcome for a call.
     *
     * @param eventTimeMicros end of the call, microseconds since the epoch: the time its price is of
     */
    public EnrichOutcome enrich(CallView call, long eventTimeMicros) {
        TokenParts tokens = TokenParts.of(call);
        if (tokens instanceof TokenParts.Negative negative) {
            return new TokenContradiction(negative.field(), negative.message());
        }
        Price price = tokens instanceof TokenParts.Parts parts
                ? prices.price(ModelUse.of(call), parts, eventTimeMicros)
                : new Price.Unpriced(Price.Reason.UNMEASURED);
        FinishReason finish = FinishReasonSpellings.of(call.finishReason());
        @Nullable RefusalSource refusal = refusals.of(call, finish);
        ErrorReason error = Errors.of(call, finish, refusal);
        return new Enrichment(tokens, price, error, refusal, finish.wireName(), safety.hits(call));
    }
}
