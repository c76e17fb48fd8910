package dev.weir.topology.otlp.span;

/**
 * What reading a batch may cost.
 *
 * @param spans spans or logs in a batch
 * @param attributes attributes read of one span, resource, event or link; also how many events and links are read
 * @param depth levels of nested values
 */
public record Limits(int spans, int attributes, int depth) {}
