/**
 * What attributes mean, one small table for each instrumentation. A span enters; for each canonical {@link
 * dev.weir.topology.otlp.dialect.Field} the first dialect in {@link dev.weir.topology.otlp.dialect.Vocabulary} that gives it
 * wins, field by field, and nothing is ever summed across dialects. Whatever a dialect's own convention is, what leaves its
 * table is canonical: inclusive token counts, nanoseconds, US dollars, one kind. Nothing is remembered.
 */
@NullMarked
package dev.weir.topology.otlp.dialect;

import org.jspecify.annotations.NullMarked;
