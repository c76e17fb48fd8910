/**
 * What is measured on: seeded calls of four kinds, in order of arrival, and what an exact count of them gives. Nothing is
 * remembered but the seed: whoever needs the calls again generates them again.
 */
@NullMarked
package dev.weir.benchmarks.calls;

import org.jspecify.annotations.NullMarked;
