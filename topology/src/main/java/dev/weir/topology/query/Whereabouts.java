package dev.weir.topology.query;

import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.state.HostInfo;

/** Which instances are said to hold a partition of a store; what is said may be older than what is so. */
interface Whereabouts {

    /** Instances said to hold the active copy; none while that is unknown. */
    List<HostInfo> active(String store, int partition);

    /** Instances said to hold another copy. */
    List<HostInfo> standbys(String store, int partition);

    /** Every instance that is known, this one too. */
    Set<HostInfo> everybody();
}
