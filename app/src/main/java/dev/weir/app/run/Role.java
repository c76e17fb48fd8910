package dev.weir.app.run;

import java.util.EnumSet;
import java.util.Set;

/** What a process does. */
public enum Role {
    TOPOLOGY,
    JUDGE,
    ALERTING,
    ALL;

    /** The single roles it stands for. */
    public Set<Role> single() {
        return this == ALL ? EnumSet.of(TOPOLOGY, JUDGE, ALERTING) : EnumSet.of(this);
    }
}
