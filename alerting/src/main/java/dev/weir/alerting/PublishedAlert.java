package dev.weir.alerting;

import dev.weir.schemas.avro.Alert;
import org.jspecify.annotations.Nullable;

/**
 * A transition on its way to the topics.
 *
 * @param alert absent when a pending alert went away without firing: its row leaves the compacted topic, and there is
 *     nothing to add to the history
 */
record PublishedAlert(@Nullable Alert alert) {}
