/**
 * The roles at work: configuration and a Kafka cluster enter, running Kafka Streams applications, judge workers and
 * notifiers leave, each of which can be asked whether it is healthy and closed in order. Nothing is remembered here but
 * what is running.
 */
@NullMarked
package dev.weir.app.run;

import org.jspecify.annotations.NullMarked;
