/**
 * What tests of several modules need: reference vectors, clocks that stand still, scores. Other modules take it as the test-jar of
 * schemas; everything here is public and nothing of it reaches production code.
 */
@NullMarked
package dev.weir.schemas.testing;

import org.jspecify.annotations.NullMarked;
