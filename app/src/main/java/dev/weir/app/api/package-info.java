/**
 * The analysts' HTTP API. A request enters with query parameters, rows of windows, spend, series or alerts leave as JSON or
 * CSV. One table of routes decides what is read, checked, documented and described in OpenAPI. Nothing is remembered.
 */
@NullMarked
package dev.weir.app.api;

import org.jspecify.annotations.NullMarked;
