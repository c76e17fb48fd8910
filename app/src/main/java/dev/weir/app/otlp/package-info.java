/**
 * OTLP over HTTP. A request of an OpenTelemetry exporter enters; its spans or logs leave on the source topics, divided by
 * trace so that what is sent again meets what was sent before, and the exporter is answered when Kafka has them. Remembered:
 * nothing but how many bytes are on their way.
 */
@NullMarked
package dev.weir.app.otlp;

import org.jspecify.annotations.NullMarked;
