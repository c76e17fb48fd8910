package dev.weir.benchmarks.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.benchmarks.calls.Data;
import dev.weir.benchmarks.calls.ExactCounts;
import dev.weir.benchmarks.calls.ExactCounts.Sums;
import dev.weir.benchmarks.calls.ExactCounts.Verdict;
import dev.weir.benchmarks.calls.ExactCounts.Window;
import dev.weir.benchmarks.calls.SeededCalls;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Tile;
import dev.weir.schemas.Topics;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Decoder, aggregate and exact count, which the rows share. */
class CallAggregateTest {

    private static final int CALLS = 5_000;

    private static List<SlimCall> calls() {
        AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
        CallDecoder decoder = CallDecoder.fastest();
        SeededCalls seeded = new SeededCalls(Data.LEAN, CALLS);
        List<SlimCall> calls = new ArrayList<>();
        while (seeded.hasNext()) {
            SlimCall call = new SlimCall();
            decoder.decode(codec.encode(Topics.TRACES, seeded.next().event()), call);
            calls.add(call);
        }
        return calls;
    }

    @Test
    void merged_equalsSequential() {
        CallAggregate all = new CallAggregate();
        CallAggregate even = new CallAggregate();
        CallAggregate odd = new CallAggregate();
        List<SlimCall> calls = calls();
        for (int i = 0; i < calls.size(); i++) {
            all.add(calls.get(i));
            (i % 2 == 0 ? even : odd).add(calls.get(i));
        }
        even.mergeWith(odd);

        assertArrayEquals(all.toBytes(), even.toBytes());
        assertArrayEquals(all.toBytes(), CallAggregate.fromBytes(all.toBytes()).toBytes());
    }

    @Test
    void slimCall_isReadAsItWasWritten() throws IOException {
        for (SlimCall call : calls().subList(0, 100)) {
            SlimCall again = read(write(call)).of(call.series());
            assertArrayEquals(
                    new CallAggregate().add(call).toBytes(),
                    new CallAggregate().add(again).toBytes());
            assertEquals(call.eventMillis(), again.eventMillis());
        }
    }

    @Test
    void partialsByMinute_giveTheExactWindows() {
        Map<Window, Sums> found = new HashMap<>(windows());

        Verdict verdict = exact().compare(found, false);

        assertEquals(found.size(), verdict.windows());
        assertEquals(0, verdict.wrong());
        assertEquals(0, verdict.droppedShare());
    }

    @Test
    void missingChangedAndUnwantedWindows_areEachWrong() {
        Map<Window, Sums> found = new HashMap<>(windows());
        List<Window> minutes = found.keySet().stream()
                .filter(window -> window.tile() == Tile.MINUTE)
                .toList();
        Sums missing = found.remove(minutes.get(0));
        found.put(minutes.get(1), new Sums(0, 0, 0));
        found.put(new Window("nobody", Tile.MINUTE, 0), new Sums(1, 1, 1));

        Verdict verdict = exact().compare(found, false);

        assertEquals(3, verdict.wrong());
        assertTrue(missing != null && missing.calls() > 0);
    }

    private static ExactCounts exact() {
        return new ExactCounts(Data.LEAN, CALLS, 4);
    }

    private static Map<Window, Sums> windows() {
        MemoryWindows<SeriesKey, CallAggregate> series =
                new MemoryWindows<>(Tile.MINUTE, CallAggregate::new, SeriesKey::text);
        calls().forEach(call -> series.add(call.series, call));
        return MemoryWindows.sums(series.close());
    }

    private static byte[] write(SlimCall call) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        call.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static SlimCall read(byte[] bytes) throws IOException {
        return SlimCall.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }
}
