package dev.weir.app.api;

import dev.weir.schemas.avro.Alert;
import java.util.List;

/** Alerts of the whole application. */
public interface Alerts {

    /** The newest transition of every alert that has not ended. */
    List<Alert> active();

    /** Transitions that are kept, in any order. */
    List<Alert> history();
}
