/**
 * Other people's spans as trace events. A record of an OpenTelemetry topic, of a gateway or a line of a file enters: one
 * batch of spans or logs, in protobuf or JSON. A canonical {@code TraceEvent} for each span of an LLM application leaves, with
 * what had to be repaired; so do evaluations, spans that are none of ours, and refused ones, each alone. Nothing is
 * remembered between batches. No Kafka here.
 */
@NullMarked
package dev.weir.topology.otlp;

import org.jspecify.annotations.NullMarked;
