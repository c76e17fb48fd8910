package dev.weir.topology.aggregate;

import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.Arrays;

/**
 * How far each source partition has been read, in arrival time, and therefore how far all of them have.
 *
 * <p>A frontier {@code f} of a partition says: every record of it that arrived before {@code f} has been counted. The
 * common frontier is the smallest one; it is unknown until every partition has one, so a merge that has just started
 * closes nothing too early. A partition that has ended holds nothing back. Frontiers never move backwards. 8 bytes a
 * partition; not thread-safe.
 */
public final class Frontiers {

    /** Frontier of a partition that nothing will follow in. */
    public static final long ENDED = Long.MAX_VALUE;

    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final int VERSION = 1;

    private final long[] reached;
    private final boolean[] ended;

    public Frontiers(int sourcePartitions) {
        reached = new long[sourcePartitions];
        ended = new boolean[sourcePartitions];
        Arrays.fill(reached, UNKNOWN);
    }

    /**
     * Takes note of a partition's frontier.
     *
     * @param millis arrival time, milliseconds since the epoch, or {@link #ENDED}
     * @return true if anything changed
     */
    public boolean observe(int sourcePartition, long millis) {
        if (millis == ENDED) {
            boolean news = !ended[sourcePartition];
            ended[sourcePartition] = true;
            return news;
        }
        if (millis <= reached[sourcePartition]) {
            return false;
        }
        reached[sourcePartition] = millis;
        return true;
    }

    /** True when every partition has ended. */
    public boolean allEnded() {
        for (boolean one : ended) {
            if (!one) {
                return false;
            }
        }
        return true;
    }

    /** Whether anything is known of a partition. */
    boolean hasFrontier(int sourcePartition) {
        return ended[sourcePartition] || reached[sourcePartition] != UNKNOWN;
    }

    /** True when every partition has one, so that {@link #clock} means something. */
    public boolean isKnown() {
        for (int i = 0; i < reached.length; i++) {
            if (!ended[i] && reached[i] == UNKNOWN) {
                return false;
            }
        }
        return true;
    }

    /**
     * The common frontier: the smallest one of the partitions that have not ended; when all have, the largest arrival
     * ever reported. {@link Long#MIN_VALUE} while unknown.
     */
    public long clock() {
        long smallest = Long.MAX_VALUE;
        long largest = UNKNOWN;
        for (int i = 0; i < reached.length; i++) {
            largest = Math.max(largest, reached[i]);
            if (!ended[i]) {
                smallest = Math.min(smallest, reached[i]);
            }
        }
        return smallest == Long.MAX_VALUE ? largest : smallest;
    }

    public byte[] toBytes() {
        WireWriter out = new WireWriter().writeByte(VERSION).writeLong(reached.length);
        for (int i = 0; i < reached.length; i++) {
            out.writeSortableLong(reached[i]).writeByte(ended[i] ? 1 : 0);
        }
        return out.toBytes();
    }

    /**
     * Frontiers as they were written.
     *
     * @throws IllegalStateException if they are of another number of partitions: the source topic was resized, which
     *     needs a new application id
     */
    public static Frontiers fromBytes(byte[] bytes, int sourcePartitions) {
        WireReader in = new WireReader(bytes);
        in.readVersion(VERSION);
        int count = in.readInt();
        if (count != sourcePartitions) {
            throw new IllegalStateException("state holds frontiers of " + count + " source partitions: expected "
                    + sourcePartitions + "; a source topic cannot be resized under the same application id");
        }
        Frontiers frontiers = new Frontiers(count);
        for (int i = 0; i < count; i++) {
            frontiers.reached[i] = in.readSortableLong();
            frontiers.ended[i] = in.readByte() == 1;
        }
        return frontiers;
    }
}
