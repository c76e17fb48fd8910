package dev.weir.app.api;

import dev.weir.topology.query.Questions;

/** Where answers come from: the stores and the alerts of a process that may not have started yet. */
interface Sources {

    /** Questions to the stores. */
    Questions queries();

    /** Alerts. */
    Alerts alerts();
}
