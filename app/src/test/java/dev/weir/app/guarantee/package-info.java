/**
 * Guarantees as objects that a test attaches: told what went in and what came out, as records or answers, each says what was
 * broken, and fails the test when it is asked to. Knows no Kafka; a test reads its topics and passes the records on. Each is
 * itself tried on records that are lost, doubled or out of order.
 */
@NullMarked
package dev.weir.app.guarantee;

import org.jspecify.annotations.NullMarked;
