package dev.weir.topology.sampling;

/**
 * What the decision to judge a call may depend on: facts known when it arrives, never what is learned later.
 *
 * @param unitId id of the unit that is drawn: the trace id, or the session id where whole sessions are judged
 * @param route route of the call
 * @param error whether it failed, hard or soft
 * @param refusal whether it was refused, by any layer
 * @param slow whether it took longer than the configured duration
 * @param flagged whether it has a safety hit
 */
record SampledCall(String unitId, String route, boolean error, boolean refusal, boolean slow, boolean flagged) {}
