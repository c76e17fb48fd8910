/**
 * The queue of judge tasks. Records of {@code weir.judge-tasks} enter, {@link dev.weir.judge.queue.Lease}s leave, and each
 * lease comes back accepted or released; what is neither, is delivered again. {@link
 * dev.weir.judge.queue.ShareGroupQueue} lets the broker keep the leases, {@link dev.weir.judge.queue.ConsumerGroupQueue}
 * keeps them itself where the cluster has no share groups. Remembered are the open leases and nothing else.
 */
@NullMarked
package dev.weir.judge.queue;

import org.jspecify.annotations.NullMarked;
