package dev.weir.topology.evaluation;

/** What became of an evaluation. */
public sealed interface JoinResult {

    /** A score of the call that was found, in the wire form of {@code weir.scores}. */
    record Scored(byte[] score) implements JoinResult {}

    /** It looks elsewhere. */
    record Onward(byte[] mail) implements JoinResult {}
}
