package dev.weir.judge;

/**
 * Tasks a worker has seen since it started: {@code received = scored + failed + deadLettered + released + inFlight}.
 *
 * @param received leases taken; a task delivered again counts again
 * @param scored every evaluator judged, all scores acknowledged
 * @param failed scores acknowledged, at least one without judgements
 * @param deadLettered not readable, dead letter acknowledged
 * @param released given back to the queue unjudged
 * @param inFlight leased and not yet one of the others
 */
public record JudgeCounts(long received, long scored, long failed, long deadLettered, long released, long inFlight) {}
