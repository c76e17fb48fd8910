/**
 * The contract between the modules: which topics there are ({@link dev.weir.schemas.Topics}), how a series is named
 * ({@link dev.weir.schemas.SeriesKey}) and how long a window is ({@link dev.weir.schemas.Tile}). The records themselves
 * are generated from {@code src/main/avro} into {@code dev.weir.schemas.avro}. Nothing is remembered here.
 */
@NullMarked
package dev.weir.schemas;

import org.jspecify.annotations.NullMarked;
