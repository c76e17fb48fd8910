/**
 * The HTTP face of a process. Requests enter; JSON, Prometheus text and the schemas of this build leave. What answers is
 * handed in as {@link dev.weir.app.http.Routes}; here are the server, health, metrics, and how errors look. Nothing is
 * remembered beyond a request.
 */
@NullMarked
package dev.weir.app.http;

import org.jspecify.annotations.NullMarked;
