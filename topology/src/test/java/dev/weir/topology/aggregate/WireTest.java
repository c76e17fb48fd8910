package dev.weir.topology.aggregate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.schemas.Tile;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WireTest {

    private static final List<Long> EDGES =
            List.of(0L, 1L, -1L, 63L, 64L, -64L, -65L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 33);

    @Test
    void everything_isReadBackAsWritten() {
        SortedMap<String, Long> counts = new TreeMap<>(java.util.Map.of("a", 1L, "b\u00e9\u4e2d", -7L));
        WireWriter out = new WireWriter();
        EDGES.forEach(value -> out.writeLong(value).writeSortableLong(value));
        out.writeString("h\u00e4\uD83D\uDE00").writeBytes(new byte[] {0, -1}).writeCounts(counts);
        WireReader in = new WireReader(out.toBytes());
        for (long value : EDGES) {
            assertEquals(value, in.readLong());
            assertEquals(value, in.readSortableLong());
        }
        assertEquals("h\u00e4\uD83D\uDE00", in.readString());
        assertArrayEquals(new byte[] {0, -1}, in.readBytes());
        assertEquals(counts, in.readCounts());
    }

    @Test
    void sortableLongs_sortAsBytes() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            long a = random.nextLong();
            long b = random.nextLong();
            byte[] bytesOfA = new WireWriter().writeSortableLong(a).toBytes();
            byte[] bytesOfB = new WireWriter().writeSortableLong(b).toBytes();
            assertEquals(
                    Integer.signum(Long.compare(a, b)), Integer.signum(Arrays.compareUnsigned(bytesOfA, bytesOfB)));
        }
    }

    @Test
    void truncatedBytes_areAnError() {
        byte[] bytes = new WireWriter().writeString("hello").toBytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(IllegalStateException.class, () -> new WireReader(cut).readString());
        }
    }

    @Test
    void ids_areReadBack_andHexadecimalOnesTakeHalf() {
        for (String id : new String[] {"", "0af7651916cd43dd8448eb211c80319c", "ABCD", "abc", "run-\u00e9-17"}) {
            byte[] bytes = new WireWriter().writeId(id).toBytes();
            assertEquals(id, new WireReader(bytes).readId());
        }
        assertEquals(
                17, new WireWriter().writeId("0af7651916cd43dd8448eb211c80319c").toBytes().length);
    }

    @Test
    void windowKey_isReadBack_andTheWindowsOfATileLieTogetherInOrderOfTime() {
        WindowKey key = new WindowKey("tenant\u001Froute", Tile.HOUR, -3_600_000L);
        assertEquals(key, WindowKey.fromBytes(key.toBytes()));
        byte[] earlier = new WindowKey("b", Tile.MINUTE, -60_000L).toBytes();
        byte[] later = new WindowKey("a", Tile.MINUTE, 60_000L).toBytes();
        byte[] otherTile = new WindowKey("a", Tile.HOUR, -3_600_000L).toBytes();
        assertEquals(-1, Integer.signum(Arrays.compareUnsigned(earlier, later)));
        assertEquals(-1, Integer.signum(Arrays.compareUnsigned(later, otherTile)));
        assertEquals(-1, Integer.signum(Arrays.compareUnsigned(WindowKey.from(Tile.MINUTE, 60_000L), later)));
    }

    @Test
    void replacement_isReadBack() {
        List<Routed.Replacement> read = new ArrayList<>();
        Routed.read(new Routed.Replacement("id", 5, new byte[] {1}).toBytes(), new Routed.Receiver() {
            @Override
            public void partial(String partialKey, long eventMillis, WireReader aggregate) {
                throw new AssertionError("there is none");
            }

            @Override
            public void frontier(Routed.Frontier frontier) {
                throw new AssertionError("there is none");
            }

            @Override
            public void replacement(Routed.Replacement replacement) {
                read.add(replacement);
            }
        });
        assertEquals("id", read.get(0).id());
        assertEquals(5, read.get(0).eventMillis());
        assertArrayEquals(new byte[] {1}, read.get(0).aggregate());
    }
}
