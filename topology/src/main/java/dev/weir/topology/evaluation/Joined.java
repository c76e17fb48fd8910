package dev.weir.topology.evaluation;

/** What became of an evaluation. */
public sealed interface Joined {

    /** A score of the call that was found, in the wire form of {@code weir.scores}. */
    record Scored(byte[] score) implements Joined {}

    /** It looks elsewhere. */
    record Onward(byte[] mail) implements Joined {}
}
