/**
 * The producers' side: trace events enter, records of {@code weir.traces} leave. What the pipeline would refuse for sure
 * is refused here, where somebody can still mend it. Remembered: what Kafka's producer has not sent yet.
 */
@NullMarked
package dev.weir.schemas.client;

import org.jspecify.annotations.NullMarked;
