package dev.weir.topology.query;

import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What one copy of one partition answered.
 *
 * @param staleMillis everything that was committed longer ago than this is in it; 0 for the active copy
 */
record Part<T>(int partition, long staleMillis, T value) {

    private static final int VERSION = 2;

    static <T> byte[] toBytes(List<Part<T>> parts, Function<T, byte[]> write) {
        WireWriter out = new WireWriter().writeByte(VERSION).writeLong(parts.size());
        for (Part<T> part : parts) {
            out.writeLong(part.partition).writeLong(part.staleMillis).writeBytes(write.apply(part.value));
        }
        return out.toBytes();
    }

    static <T> List<Part<T>> fromBytes(byte[] bytes, Function<byte[], T> read) {
        WireReader in = new WireReader(bytes);
        in.readVersion(VERSION);
        int count = in.readInt();
        List<Part<T>> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(new Part<>(in.readInt(), in.readLong(), read.apply(in.readBytes())));
        }
        return parts;
    }
}
