package dev.weir.topology.enrich;

import dev.weir.schemas.Means;
import java.util.List;

/**
 * Which safety rules run.
 */
public record SafetyConfig(
        @Means("whether inputs are counted that try to override the model's instructions")
        boolean promptInjection,

        @Means("whether keys and tokens in the output are counted")
        boolean secretLeak,

        @Means("whether e-mail addresses, card, bank account and social security numbers in the output are counted")
        boolean pii) {

    /** The rules that cost less than a microsecond for a usual call. */
    public static final SafetyConfig DEFAULT = new SafetyConfig(false, true, false);

    /** Every problem; there can be none. */
    public List<String> problems() {
        return List.of();
    }
}
