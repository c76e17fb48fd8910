package dev.weir.topology.sampling;

/**
 * What the decision to judge a call may depend on besides its id and its route's rate: facts known when it arrives, never
 * what is learned later.
 *
 * @param error whether it failed, hard or soft
 * @param refusal whether it was refused, by any layer
 * @param slow whether it took longer than the configured duration
 * @param flagged whether it has a safety hit
 */
record SampledCall(boolean error, boolean refusal, boolean slow, boolean flagged) {

    /** One bit a fact, in the order of their names: error, flagged, refusal, slow. */
    int facts() {
        return (error ? 1 : 0) | (flagged ? 2 : 0) | (refusal ? 4 : 0) | (slow ? 8 : 0);
    }
}
