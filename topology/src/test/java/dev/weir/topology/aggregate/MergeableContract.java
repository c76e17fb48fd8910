package dev.weir.topology.aggregate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.weir.topology.wire.WireReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Mergeable} promises, tried on parts made at random. Each implementation inherits it. */
public abstract class MergeableContract<A extends Mergeable<A>> {

    private static final int PARTS = 1_000;

    protected abstract AggregateType<A> type();

    /** A part that stands for something; many different ones, and more names than any cardinality limit allows. */
    protected abstract A part(Random random);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyOrderAndGrouping_givesTheSameBytes(long seed) {
        Random random = new Random(seed);
        List<A> parts = new ArrayList<>();
        A oneByOne = type().create();
        for (int i = 0; i < PARTS; i++) {
            A part = part(random);
            parts.add(part);
            oneByOne.mergeWith(part);
        }
        Collections.shuffle(parts, random);

        A inGroups = type().create();
        A group = type().create();
        for (A part : parts) {
            group.mergeWith(part);
            if (random.nextInt(20) == 0) {
                inGroups.mergeFrom(new WireReader(group.toBytes()));
                group.clear();
            }
        }
        inGroups.mergeWith(group);

        assertArrayEquals(oneByOne.toBytes(), inGroups.toBytes(), "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7, 8, 9, 10})
    void treeOfMerges_givesTheSameBytesAsAChain(long seed) {
        Random random = new Random(seed);
        A chain = type().create();
        List<A> level = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            A part = part(random);
            chain.mergeWith(part);
            level.add(type().read(new WireReader(part.toBytes())));
        }
        while (level.size() > 1) {
            List<A> next = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                A left = level.get(i);
                if (i + 1 < level.size()) {
                    left.mergeWith(level.get(i + 1));
                }
                next.add(left);
            }
            level = next;
        }

        assertArrayEquals(chain.toBytes(), level.get(0).toBytes(), "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void writtenAndRead_isEqual_atEveryStep(long seed) {
        Random random = new Random(seed);
        A value = type().create();
        for (int i = 0; i < PARTS; i++) {
            value.mergeWith(part(random));
            byte[] written = value.toBytes();
            byte[] again = type().read(new WireReader(written)).toBytes();
            assertArrayEquals(written, again, "seed " + seed + ", part " + i);
        }
    }

    @Test
    void merging_leavesTheOtherOneAsItWas_andKeepsNothingOfIt() {
        Random random = new Random(14);
        for (int i = 0; i < PARTS; i++) {
            A other = part(random);
            byte[] before = other.toBytes();
            A value = type().create();
            value.mergeWith(other);
            value.mergeWith(part(random));
            assertArrayEquals(before, other.toBytes(), "part " + i);
            byte[] merged = value.toBytes();
            other.mergeWith(part(random));
            other.clear();
            assertArrayEquals(merged, value.toBytes(), "part " + i);
        }
    }

    @Test
    void clearedValue_isLikeANewOne_alsoInUse() {
        Random random = new Random(15);
        A used = type().create();
        for (int i = 0; i < PARTS; i++) {
            used.mergeWith(part(random));
        }
        used.clear();
        assertArrayEquals(type().create().toBytes(), used.toBytes());

        A part = part(random);
        used.mergeWith(part);
        assertArrayEquals(part.toBytes(), used.toBytes());
    }

    @Test
    void part_changesAnEmptyValue() {
        Random random = new Random(16);
        byte[] empty = type().create().toBytes();
        for (int i = 0; i < 20; i++) {
            assertFalse(Arrays.equals(empty, part(random).toBytes()), "part " + i);
        }
    }
}
