/**
 * Content that a text should not give away: secrets, payment and identity numbers, addresses ({@link
 * dev.weir.schemas.sensitive.Sensitive}). The same patterns for every call that is counted and for those that are judged. A text
 * enters; whether it holds any leaves. Nothing is remembered, and nothing that is found leaves but to the caller.
 */
@NullMarked
package dev.weir.schemas.sensitive;

import org.jspecify.annotations.NullMarked;
