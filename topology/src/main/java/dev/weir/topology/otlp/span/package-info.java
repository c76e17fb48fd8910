/**
 * From bytes to spans. A batch in protobuf or JSON enters and is first only divided: where each resource, scope and span begins
 * and ends. Then one span after another is read into a {@link dev.weir.topology.otlp.span.Span} of one form for both, so a
 * broken span does not break its siblings and a batch costs no more memory than its bytes and its largest span.
 * {@link dev.weir.topology.otlp.span.Repairs} notes what had to be repaired on the way. Nothing is remembered.
 */
@NullMarked
package dev.weir.topology.otlp.span;

import org.jspecify.annotations.NullMarked;
