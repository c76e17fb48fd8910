/**
 * What texts of people mean, the same in every module: durations, the word that a mistyped one was meant to be, URLs.
 * Texts enter, values leave. Nothing is remembered.
 */
@NullMarked
package dev.weir.schemas.text;

import org.jspecify.annotations.NullMarked;
