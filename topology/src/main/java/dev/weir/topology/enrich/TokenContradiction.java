package dev.weir.topology.enrich;

/**
 * A call whose token counts contradict themselves: a case for the dead-letter topic.
 *
 * @param field the count, or the part that would be negative
 * @param message what is wrong, with the counts
 */
public record TokenContradiction(String field, String message) implements EnrichOutcome {}
