/**
 * Trace events as JSON: one object a line enters and a {@code TraceEvent} leaves, or the other way. What is wrong with a
 * line is reported all at once, by field, and without a word of its texts. Nothing is remembered between lines.
 */
@NullMarked
package dev.weir.schemas.json;

import org.jspecify.annotations.NullMarked;
