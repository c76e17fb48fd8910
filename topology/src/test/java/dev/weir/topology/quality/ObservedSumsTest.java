package dev.weir.topology.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.TextLimit;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.ObservedEvaluations;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservedSumsTest {

    private static final ObservedKey KEY = new ObservedKey("people", EvaluatorType.HUMAN, "helpful");

    private static ObservedEvaluations record(ObservedSums sums) {
        return sums.toRecord(KEY);
    }

    private static ObservedSums read(ObservedSums sums) {
        WireWriter out = new WireWriter();
        sums.write(out);
        return ObservedSums.read(new WireReader(out.toBytes()));
    }

    @Test
    void values_haveAnExactMean_andLabelsOnlyAreNoValues() {
        ObservedSums sums = new ObservedSums();
        sums.add(0.1, "yes");
        sums.add(0.2, null);
        sums.add(0.3, "no");
        sums.add(null, "no");
        sums.addFailure();

        ObservedEvaluations said = record(sums);
        assertEquals(4, said.getN());
        assertEquals(3, said.getNValues());
        assertEquals(0.2, said.getUnweightedMean());
        assertEquals(Map.of("yes", 1L, "no", 2L), said.getLabels());
        assertEquals(0, said.getOtherLabels());
        assertEquals(1, said.getFailed());
    }

    @Test
    void noValue_isNoMean() {
        ObservedSums sums = new ObservedSums();
        sums.add(null, "yes");
        assertNull(record(sums).getUnweightedMean());
        assertNull(record(new ObservedSums()).getUnweightedMean());
    }

    @Test
    void largestAndSmallestValues_areTakenAwayExactly() {
        ObservedSums sums = new ObservedSums();
        sums.add(1e9, null);
        sums.add(-1e9, null);
        sums.add(1e-9, null);
        ObservedSums other = new ObservedSums();
        other.add(1e9, null);
        other.add(-1e9, null);
        sums.merge(other, -1);

        assertEquals(1e-9, record(sums).getUnweightedMean());
        assertEquals(1, record(sums).getN());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void labelsBeyondTheLimit_theShortestAreCountedExactly_inWhateverOrder(long seed) {
        Random random = new Random(seed);
        Map<String, Long> exact = new TreeMap<>();
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String label = "x".repeat(random.nextInt(6)) + random.nextInt(12);
            labels.add(label);
            exact.merge(label, 1L, Long::sum);
        }
        Collections.shuffle(labels, random);

        ObservedSums merged = new ObservedSums();
        ObservedSums part = new ObservedSums();
        for (String label : labels) {
            part.add(null, label);
            if (random.nextInt(10) == 0) {
                merged.merge(read(part), 1);
                part.clear();
            }
        }
        merged.merge(part, 1);

        ObservedEvaluations said = record(merged);
        Map<String, Long> shortest = new TreeMap<>();
        exact.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .limit(ObservedSums.MOST_LABELS)
                .forEach(label -> shortest.put(label, exact.get(label)));
        assertTrue(exact.size() > ObservedSums.MOST_LABELS, "too few labels, seed " + seed);
        assertEquals(shortest, new TreeMap<>(said.getLabels()), "seed " + seed);
        long named = shortest.values().stream().mapToLong(Long::longValue).sum();
        assertEquals(labels.size() - named, said.getOtherLabels(), "seed " + seed);
    }

    @Test
    void labelThatWasTakenAway_isNotPublished_andIsKnownToHaveBeenThere() {
        ObservedSums sums = new ObservedSums();
        sums.add(null, "yes");
        ObservedSums said = new ObservedSums();
        said.add(null, "yes");
        sums.merge(said, -1);

        assertEquals(Map.of(), record(sums).getLabels());
        assertTrue(sums.isZero());
        assertFalse(sums.isUntouched());
        assertFalse(read(sums).isUntouched());
        sums.clear();
        assertTrue(sums.isUntouched());
    }

    @Test
    void evictedLabel_isTakenAwayFromTheOthers() {
        ObservedSums sums = new ObservedSums();
        ObservedSums longest = new ObservedSums();
        longest.add(null, "the longest of all");
        sums.merge(longest, 1);
        for (int i = 0; i < ObservedSums.MOST_LABELS; i++) {
            sums.add(null, "l" + i);
        }
        assertEquals(1, record(sums).getOtherLabels());

        sums.merge(longest, -1);
        assertEquals(0, record(sums).getOtherLabels());
        assertEquals(ObservedSums.MOST_LABELS, record(sums).getLabels().size());
    }

    @Test
    void longLabels_areShortened_andStayApart() {
        String before = "x".repeat(TextLimit.LABEL.most());
        ObservedSums sums = new ObservedSums();
        sums.add(null, before + "yz");
        sums.add(null, before + "\uD83D\uDE00 and so on");

        assertEquals(
                Map.of(
                        TextLimit.LABEL.of(before + "yz"),
                        1L,
                        TextLimit.LABEL.of(before + "\uD83D\uDE00 and so on"),
                        1L),
                record(sums).getLabels());
        assertEquals(record(sums), record(read(sums)));
    }
}
