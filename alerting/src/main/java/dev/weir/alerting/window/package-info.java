/**
 * Windows of the three window topics as rules see them. {@link dev.weir.alerting.window.Window#of} takes a decoded record
 * and refuses one that makes no sense; a window says whom it is about, from when to when, and holds the record for measures
 * to read. Nothing is remembered, and nothing here knows Kafka or rules.
 */
@NullMarked
package dev.weir.alerting.window;

import org.jspecify.annotations.NullMarked;
