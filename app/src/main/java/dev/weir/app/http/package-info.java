/**
 * The HTTP side of a process: questions enter, JSON leaves. Health, metrics, windows, quality, spend, alerts, and the
 * schemas when no registry is configured. Nothing is remembered.
 */
@NullMarked
package dev.weir.app.http;

import org.jspecify.annotations.NullMarked;
