/**
 * The cluster as the process finds it. The configured client settings enter; clients and checked topics leave. Topics that
 * are missing are created, and one that is not as Weir needs it is refused by name. Nothing is remembered.
 */
@NullMarked
package dev.weir.app.kafka;

import org.jspecify.annotations.NullMarked;
