package dev.weir.schemas.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.UndecodableRecordException.Reason;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes from a hostile or broken sender. */
class GarbageTest {

    private static final int MOST_BYTES_ALLOCATED = 2_000_000;

    private final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void mutatedRecords_throwOnlyWhatIsDocumentedAndStayCheap(long seed) {
        Random random = new Random(seed);
        byte[] good = codec.encode(Topics.TRACES, Events.full());
        Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
        int decoded = 0;
        long worst = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = mutated(good, random);
            long before = allocated();
            try {
                codec.decodeAny(bytes);
                decoded++;
            } catch (UndecodableRecordException e) {
                refused.merge(e.reason(), 1, Integer::sum);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", mutation " + i + ": " + Arrays.toString(bytes), e);
            }
            worst = Math.max(worst, i < 100 ? 0 : allocated() - before);
        }
        System.out.println("garbage, seed " + seed + ": decoded " + decoded + ", refused " + refused
                + ", most bytes allocated for one record " + worst);
        assertTrue(worst < MOST_BYTES_ALLOCATED, "seed " + seed + ": allocated " + worst);
        assertTrue(refused.getOrDefault(Reason.CORRUPT, 0) > 1000, refused.toString());
        assertTrue(decoded > 100, "decoded " + decoded);
    }

    @Test
    void claimedLengths_areNotBelieved() {
        String record =
                "{'type':'record','name':'TraceEvent','namespace':'dev.weir.schemas.avro','fields':[{'name':'%s','type':%s}]}";
        for (String field : new String[] {
            "trace_id|'string'",
            "attributes|{'type':'map','values':'string'}",
            "documents|{'type':'array','items':{'type':'record','name':'Document','fields':[{'name':'text','type':'string'}]}}",
            "unheard_of|'bytes'",
            "unheard_of|{'type':'array','items':'null'}",
            "unheard_of|{'type':'map','values':'long'}"
        }) {
            String[] parts = field.split("\\|");
            Schema writer = new Schema.Parser()
                    .parse(String.format(record, parts[0], parts[1]).replace('\'', '"'));
            AvroCodec hostile = new AvroCodec(new OneSchema(writer));
            for (long length :
                    new long[] {Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 8L, 500_000_000, -1}) {
                byte[] bytes = claim(length);
                assertThrows(UndecodableRecordException.class, () -> hostile.decode(bytes, TraceEvent.class));
                long before = allocated();
                var e = assertThrows(UndecodableRecordException.class, () -> hostile.decode(bytes, TraceEvent.class));
                long used = allocated() - before;
                assertTrue(used < MOST_BYTES_ALLOCATED, field + " of " + length + " allocated " + used);
                assertTrue(e.reason() == Reason.CORRUPT || e.reason() == Reason.INCOMPATIBLE_SCHEMA, e.toString());
            }
        }
    }

    @Test
    void recursiveWriterSchema_isRefusedWithoutOverflow() {
        Schema writer = new Schema.Parser()
                .parse(("{'type':'record','name':'Progress','namespace':'dev.weir.schemas.avro','fields':["
                                + "{'name':'next','type':['null','Progress']}]}")
                        .replace('\'', '"'));
        byte[] bytes = new byte[5 + 1_000_000];
        Arrays.fill(bytes, 5, bytes.length, (byte) 2);

        var e = assertThrows(
                UndecodableRecordException.class, () -> new AvroCodec(new OneSchema(writer)).decodeAny(bytes));

        assertEquals(Reason.INCOMPATIBLE_SCHEMA, e.reason());
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] bytes = good.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            switch (random.nextInt(5)) {
                case 0 -> bytes[5 + random.nextInt(bytes.length - 5)] = (byte) random.nextInt(256);
                case 1 -> bytes[5 + random.nextInt(bytes.length - 5)] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = Arrays.copyOf(bytes, 6 + random.nextInt(bytes.length + 4));
                case 3 -> {
                    int at = 5 + random.nextInt(bytes.length - 5);
                    Arrays.fill(bytes, at, Math.min(bytes.length, at + random.nextInt(10)), (byte) 0xFF);
                }
                default -> bytes[random.nextInt(random.nextInt(20) == 0 ? 5 : bytes.length)]++;
            }
        }
        return bytes;
    }

    /** A record that begins with a length or count. */
    private static byte[] claim(long length) {
        ByteBuffer bytes = ByteBuffer.allocate(30).put((byte) 0).putInt(1);
        long zigzag = (length << 1) ^ (length >> 63);
        while ((zigzag & ~0x7FL) != 0) {
            bytes.put((byte) ((zigzag & 0x7F) | 0x80));
            zigzag >>>= 7;
        }
        return Arrays.copyOf(bytes.put((byte) zigzag).array(), 30);
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
