/**
 * HTTP to others who are trusted with nothing: {@link dev.weir.schemas.http.BoundedHttp}. A request enters, a whole answer or
 * a failure leaves, within a time and a size that the caller names. Connections are kept as long as the client lives.
 */
@NullMarked
package dev.weir.schemas.http;

import org.jspecify.annotations.NullMarked;
