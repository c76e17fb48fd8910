package dev.weir.topology.enrich;

import java.util.List;

/**
 * Which safety rules run.
 *
 * @param promptInjection instructions to the model in the user's input that try to set its own aside
 * @param secretLeak keys, tokens and private keys in the output
 * @param pii e-mail addresses, card, bank account and social security numbers in the output
 */
public record SafetyConfig(boolean promptInjection, boolean secretLeak, boolean pii) {

    /** The rules that cost less than a microsecond for a usual call. */
    public static final SafetyConfig DEFAULT = new SafetyConfig(false, true, false);

    /** Every problem; there can be none. */
    public List<String> problems() {
        return List.of();
    }
}
