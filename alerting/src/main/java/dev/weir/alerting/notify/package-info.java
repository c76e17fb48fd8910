/**
 * Telling people. Transitions enter from {@code weir.alert-history}, notifications leave for the console, webhooks and an
 * Alertmanager, at least once and in order for each alert. Each receiver has a loop of its own, so a dead one delays nobody
 * else. Remembered: the offset of the last transition delivered, by Kafka's consumer group.
 */
@NullMarked
package dev.weir.alerting.notify;

import org.jspecify.annotations.NullMarked;
