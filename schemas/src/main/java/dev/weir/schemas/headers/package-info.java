/**
 * What headers of Kafka records say beside the record, and how large a record may be ({@link
 * dev.weir.schemas.headers.RecordLimit}): why it was refused and where it came from ({@link
 * dev.weir.schemas.headers.DeadLetterHeaders}), and that a replayed partition ends here ({@link
 * dev.weir.schemas.headers.EndOfInput}). Nothing is remembered.
 */
@NullMarked
package dev.weir.schemas.headers;

import org.jspecify.annotations.NullMarked;
