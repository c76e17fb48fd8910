package dev.weir.topology.enrich;

/** What became of a call: what it means, or why it has to be refused. */
public sealed interface EnrichOutcome permits Enrichment, TokenContradiction {}
