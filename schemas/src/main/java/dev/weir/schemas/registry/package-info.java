/**
 * Avro on the wire in the Confluent format (a zero byte, a 4-byte schema id, Avro binary). Records enter as generated
 * classes and leave as bytes, or the other way. Remembered: schemas by id and ids by schema, as long as the client lives.
 */
@NullMarked
package dev.weir.schemas.registry;

import org.jspecify.annotations.NullMarked;
