package dev.weir.topology.enrich;

import dev.weir.topology.price.Price;
import dev.weir.topology.price.TokenParts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a call means.
 *
 * @param tokens {@link TokenParts.Parts}, or {@link TokenParts.Unmeasured}
 * @param refusal the layer that says the call was refused; {@code null} where none does
 * @param finishReason stop, length, tool_calls, content_filter, refusal, error, other or unknown
 * @param safetyHits categories that a rule hit, in alphabetical order, each once
 */
public record Enrichment(
        TokenParts tokens,
        Price price,
        ErrorReason errorReason,
        @Nullable RefusalSource refusal,
        String finishReason,
        List<String> safetyHits)
        implements EnrichOutcome {

    /** How the call failed; {@code NONE} for a refusal. */
    public ErrorClass errorClass() {
        return errorReason.errorClass();
    }
}
