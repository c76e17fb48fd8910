package dev.weir.topology.record;

import org.jspecify.annotations.Nullable;

/**
 * A refused record, its bytes as they came.
 *
 * @param message names the field, what came and what was expected; never quotes a text; empty for part of a foreign
 *     record
 * @param field at fault in part of a foreign record; else empty
 */
public record RefusedRecord(
        Rejection reason, String message, String field, byte @Nullable [] key, byte @Nullable [] value) {}
