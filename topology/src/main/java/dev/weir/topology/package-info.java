/**
 * Measures the stream: trace events enter, windows of traffic, spend and judged quality leave, and so do the sampled
 * calls that are to be judged. {@link dev.weir.topology.MonitoringTopology} is the one page that shows how. Remembered:
 * the windows in the stores that {@link dev.weir.topology.StateStores} names.
 */
@NullMarked
package dev.weir.topology;

import org.jspecify.annotations.NullMarked;
