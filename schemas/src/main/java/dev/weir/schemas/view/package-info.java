/**
 * A few fields of an Avro record, read from its bytes without making the record: {@link dev.weir.schemas.view.RecordView}. Bytes
 * in the wire format of {@code dev.weir.schemas.registry} enter; numbers and places of texts leave. Remembered: one plan for
 * each writer's schema. Hand-written although Avro has a decoder; {@code RATIONALE.md} gives the figures, and a test holds
 * the library as its oracle.
 */
@NullMarked
package dev.weir.schemas.view;

import org.jspecify.annotations.NullMarked;
