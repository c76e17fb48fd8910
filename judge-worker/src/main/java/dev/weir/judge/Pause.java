package dev.weir.judge;

import java.time.Duration;

/** A wait that ends early when the worker closes. */
interface Pause {

    /** True when the whole time has passed, false when the worker closes. */
    boolean of(Duration time);
}
