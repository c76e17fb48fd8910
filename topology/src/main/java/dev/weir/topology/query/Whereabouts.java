package dev.weir.topology.query;

import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.state.HostInfo;

/** Which instances are reported to hold a partition of a store; the report may be outdated. */
interface Whereabouts {

    /** Instances reported to hold the active copy; none while that is unknown. */
    List<HostInfo> active(String store, int partition);

    /** Instances reported to hold another copy. */
    List<HostInfo> standbys(String store, int partition);

    /** Every instance that is known, this one too. */
    Set<HostInfo> everybody();
}
