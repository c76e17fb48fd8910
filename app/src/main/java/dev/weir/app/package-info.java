/**
 * Composition: the one place that sees all modules, files, the environment and the process. A configuration enters;
 * topics, registry, Streams applications, judge workers and the HTTP server are started from it in order and closed in
 * the reverse order. Nothing is remembered here that the parts do not remember themselves.
 */
@NullMarked
package dev.weir.app;

import org.jspecify.annotations.NullMarked;
