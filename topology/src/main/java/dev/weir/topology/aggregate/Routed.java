package dev.weir.topology.aggregate;

import dev.weir.schemas.StoredNumbers;
import dev.weir.schemas.Tile;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What crosses a repartition topic: a batch of partial aggregates for the keys of one partition, closed by the frontier
 * of the source partition that they came from, so that a frontier never overtakes a partial that it covers; or one
 * replacement; or what one window should say, or be changed by.
 */
public final class Routed {

    /** Largest batch, bytes; the topic must take it, and a merge handles it at once. */
    static final int LARGEST_BATCH = 256 * 1024;

    private static final int VERSION = 3;
    private static final int BATCH = 0;
    private static final int REPLACEMENT = 1;
    private static final int RESTATEMENT = 2;
    private static final int COUNTED = 3;
    private static final int ADJUSTMENT = 4;
    private static final int ENTRY = 1;
    private static final int END = 0;

    private Routed() {}

    /**
     * The arrival frontier of a source partition: every record of it that arrived before has been sent.
     *
     * @param millis milliseconds since the epoch; {@link Long#MIN_VALUE} while nothing is known
     * @param ended true when nothing will follow
     * @param since what has a later event time was counted by the sending task since it was started; {@link
     *     Long#MAX_VALUE} while nothing is known
     * @param rollups names of those that the task counts
     */
    public record Frontier(int sourcePartition, long millis, boolean ended, long since, List<String> rollups) {

        public Frontier {
            rollups = List.copyOf(rollups);
        }

        /** The frontier of a task that counts no rollups. */
        public Frontier(int sourcePartition, long millis, boolean ended) {
            this(sourcePartition, millis, ended, Long.MAX_VALUE, List.of());
        }
    }

    /**
     * One partial aggregate that stands for something that may be sent again: the newest of an id replaces the others.
     *
     * @param id what the partial stands for
     * @param eventMillis event time, milliseconds since the epoch; always the same for one id
     * @param aggregate as {@link Mergeable#write} wrote it
     */
    public record Replacement(String id, long eventMillis, byte[] aggregate) {

        /** The bytes that {@link #read} gives back. */
        public byte[] toBytes() {
            return new WireWriter(64 + aggregate.length)
                    .writeByte(VERSION)
                    .writeByte(REPLACEMENT)
                    .writeString(id)
                    .writeLong(eventMillis)
                    .writeBytes(aggregate)
                    .toBytes();
        }
    }

    /**
     * What a closed window should say of the same things.
     *
     * @param key of the window
     * @param tile of the window
     * @param start of the window, milliseconds since the epoch
     * @param spreads whether the windows of the longer tiles, which it is part of, change with it
     * @param aggregate as {@link Mergeable#write} wrote it
     */
    public record Restatement(String key, Tile tile, long start, boolean spreads, byte[] aggregate) {

        /** The bytes that {@link #read} gives back. */
        public byte[] toBytes() {
            return bytes(RESTATEMENT);
        }

        /** The same as an adjustment: the aggregate is what has to be merged into the window. */
        byte[] toAdjustment() {
            return bytes(ADJUSTMENT);
        }

        private byte[] bytes(int kind) {
            return new WireWriter(64 + aggregate.length)
                    .writeByte(VERSION)
                    .writeByte(kind)
                    .writeString(key)
                    .writeByte(StoredNumbers.of(tile))
                    .writeLong(start)
                    .writeByte(spreads ? 1 : 0)
                    .writeBytes(aggregate)
                    .toBytes();
        }

        private static Restatement from(WireReader in) {
            return new Restatement(
                    in.readString(),
                    StoredNumbers.tile(in.readByte()),
                    in.readLong(),
                    in.readByte() == 1,
                    in.readBytes());
        }
    }

    /**
     * What a source that sends no frontiers counts; see {@link RollupCoverage}.
     *
     * @param source number of the source, none that an awaited source has
     * @param since as that of a frontier
     * @param rollups names of those that it counts
     */
    public record Counted(int source, long since, List<String> rollups) {

        /** The bytes that {@link #read} gives back. */
        public byte[] toBytes() {
            WireWriter out = new WireWriter()
                    .writeByte(VERSION)
                    .writeByte(COUNTED)
                    .writeLong(source)
                    .writeLong(since)
                    .writeLong(rollups.size());
            rollups.forEach(out::writeString);
            return out.toBytes();
        }
    }

    /** Who receives what was routed, in the order in which it was sent. */
    public interface Receiver {

        /** One partial; exactly its bytes have to be read. */
        void partial(String key, long eventMillis, WireReader aggregate);

        void frontier(Frontier frontier);

        /** @param replacement of the record's own key */
        default void replacement(Replacement replacement) {
            throw new IllegalStateException("a replacement came to a merge that keeps no ledger");
        }

        default void counted(Counted counted) {
            throw new IllegalStateException("a source without frontiers sent to a merge that awaits frontiers only");
        }

        default void restatement(Restatement restatement) {
            throw new IllegalStateException("a restatement came where none is expected");
        }

        /** @param adjustment its aggregate is what has to be merged into the window */
        default void adjustment(Restatement adjustment) {
            throw new IllegalStateException("an adjustment came where none is expected");
        }
    }

    /** A batch being written. */
    static final class Batch {
        private final WireWriter out = new WireWriter(4_096);
        private int entries;

        Batch() {
            out.writeByte(VERSION).writeByte(BATCH);
        }

        void add(String key, long eventMillis, Mergeable<?> aggregate) {
            out.writeByte(ENTRY).writeString(key).writeLong(eventMillis);
            aggregate.write(out);
            entries++;
        }

        boolean isEmpty() {
            return entries == 0;
        }

        boolean isFull() {
            return out.size() >= LARGEST_BATCH;
        }

        /** @param rollups names of those that the partials were counted into */
        byte[] close(@Nullable Frontier frontier, List<String> rollups) {
            out.writeByte(END).writeByte(frontier == null ? 0 : 1);
            if (frontier != null) {
                out.writeLong(frontier.sourcePartition())
                        .writeLong(frontier.millis())
                        .writeByte(frontier.ended() ? 1 : 0)
                        .writeLong(frontier.since())
                        .writeLong(rollups.size());
                rollups.forEach(out::writeString);
            }
            return out.toBytes();
        }
    }

    /**
     * Reads what was sent.
     *
     * @throws IllegalStateException if the bytes are something else
     */
    public static void read(byte[] bytes, Receiver receiver) {
        WireReader in = new WireReader(bytes);
        in.readVersion(VERSION);
        int kind = in.readByte();
        switch (kind) {
            case BATCH -> readBatch(in, receiver);
            case REPLACEMENT -> receiver.replacement(new Replacement(in.readString(), in.readLong(), in.readBytes()));
            case RESTATEMENT -> receiver.restatement(Restatement.from(in));
            case COUNTED -> receiver.counted(new Counted(in.readInt(), in.readLong(), readNames(in)));
            case ADJUSTMENT -> receiver.adjustment(Restatement.from(in));
            default -> throw new IllegalStateException("kind = " + kind + ": expected 0 to 4");
        }
    }

    /** Whether bytes begin like something that was routed; what they go on with is seen when they are read. */
    static boolean isRouted(byte @Nullable [] bytes) {
        return bytes != null
                && bytes.length > 2
                && bytes[0] >= 1
                && bytes[0] <= VERSION
                && bytes[1] >= BATCH
                && bytes[1] <= ADJUSTMENT;
    }

    /** Whether bytes that {@link #restatement} reads say by how much a window changes, not what it should say. */
    static boolean isAdjustment(byte[] bytes) {
        return bytes[1] == ADJUSTMENT;
    }

    /**
     * What somebody says a window should say, or by how much it changes.
     *
     * @throws IllegalStateException or another exception of the reader, if the bytes are no restatement
     */
    static Restatement restatement(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        in.readVersion(VERSION);
        int kind = in.readByte();
        if (kind != RESTATEMENT && kind != ADJUSTMENT) {
            throw new IllegalStateException("kind = " + kind + ": expected " + RESTATEMENT + " or " + ADJUSTMENT);
        }
        return Restatement.from(in);
    }

    private static void readBatch(WireReader in, Receiver receiver) {
        while (in.readByte() == ENTRY) {
            receiver.partial(in.readString(), in.readLong(), in);
        }
        if (in.readByte() == 1) {
            receiver.frontier(
                    new Frontier(in.readInt(), in.readLong(), in.readByte() == 1, in.readLong(), readNames(in)));
        }
    }

    private static List<String> readNames(WireReader in) {
        int count = in.readInt();
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(in.readString());
        }
        return names;
    }
}
