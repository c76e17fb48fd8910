package dev.weir.schemas.view;

import dev.weir.schemas.view.AvroBytes.Malformed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to do with each field of one writer schema, in the order of the bytes: put it into a slot or go over it.
 * Immutable; about 2 ns for a field, nothing allocated.
 */
final class ViewPlan {

    /** How the value of a field is read. */
    enum Kind {
        WALK,
        COUNT,
        TEXT,
        LONG,
        INT,
        SYMBOL,
        DOUBLE,
        FLOAT_AS_DOUBLE,
        LONG_AS_DOUBLE,
        INT_AS_DOUBLE
    }

    /** The value of a field that is always there. */
    static final int REQUIRED = -1;

    /**
     * One field of the writer.
     *
     * @param slot ignored by {@link Kind#WALK}
     * @param nullBranch 0 or 1 where the field is a union of null and one other type; {@link #REQUIRED} otherwise
     * @param walk for {@link Kind#WALK} and {@link Kind#COUNT}
     * @param ordinals for {@link Kind#SYMBOL}
     */
    record Step(
            Kind kind, int slot, int nullBranch, @Nullable Walk walk, int @Nullable [] ordinals) {}

    /** A slot that no field of the writer fills: the reader's default. */
    record Default(int slot, long value) {}

    private static final Malformed BRANCH = new Malformed("a union has no such branch");
    private static final Malformed LEFT_OVER = new Malformed("bytes left over after the record");

    private final Kind[] kinds;
    private final int[] slots;
    private final int[] nullBranches;
    private final int[] absentRuns;
    private final Walk[] walks;
    private final int[][] ordinals;
    private final int[] defaultSlots;
    private final long[] defaultValues;

    ViewPlan(List<Step> steps, List<Default> defaults) {
        int n = steps.size();
        kinds = new Kind[n];
        slots = new int[n];
        nullBranches = new int[n];
        absentRuns = new int[n];
        walks = new Walk[n];
        ordinals = new int[n][];
        for (int i = n - 1; i >= 0; i--) {
            Step step = steps.get(i);
            kinds[i] = step.kind();
            slots[i] = step.slot();
            nullBranches[i] = step.nullBranch();
            absentRuns[i] = step.nullBranch() != 0 ? 0 : 1 + (i + 1 < n ? absentRuns[i + 1] : 0);
            walks[i] = step.walk() == null ? Walk.REFUSE : step.walk();
            ordinals[i] = step.ordinals() == null ? new int[0] : step.ordinals();
        }
        defaultSlots = defaults.stream().mapToInt(Default::slot).toArray();
        defaultValues = defaults.stream().mapToLong(Default::value).toArray();
    }

    /**
     * Fills slots from the position to the end of the bytes.
     *
     * @param values numbers as they are, doubles as their bits, texts as offset and length in the upper and lower half
     * @return the slots that have a value, one bit each
     * @throws Malformed if the library would refuse the bytes
     * @throws IndexOutOfBoundsException if they end early
     */
    long read(AvroBytes in, long[] values) {
        long present = 0;
        for (int i = 0; i < defaultSlots.length; i++) {
            values[defaultSlots[i]] = defaultValues[i];
            present |= 1L << defaultSlots[i];
        }
        for (int field = 0; field < kinds.length; field++) {
            int absent = Math.min(in.zeros(), absentRuns[field]);
            if (absent > 0) {
                in.at += absent;
                field += absent - 1;
            } else if (nullBranches[field] == REQUIRED || isGiven(nullBranches[field], in)) {
                if (kinds[field] == Kind.WALK) {
                    walks[field].over(in);
                } else {
                    values[slots[field]] = value(field, in);
                    present |= 1L << slots[field];
                }
            }
        }
        if (in.left() > 0) {
            throw LEFT_OVER;
        }
        return present;
    }

    private static boolean isGiven(int nullBranch, AvroBytes in) {
        int branch = in.readInt();
        if ((branch & ~1) != 0) {
            throw BRANCH;
        }
        return branch != nullBranch;
    }

    private long value(int field, AvroBytes in) {
        return switch (kinds[field]) {
            case TEXT -> in.readText();
            case LONG -> in.readLong();
            case INT -> in.readInt();
            case SYMBOL -> Walk.readSymbol(in, ordinals[field]);
            case DOUBLE -> Double.doubleToRawLongBits(in.readDouble());
            case FLOAT_AS_DOUBLE -> Double.doubleToRawLongBits(in.readFloat());
            case LONG_AS_DOUBLE -> Double.doubleToRawLongBits((double) in.readLong());
            case INT_AS_DOUBLE -> Double.doubleToRawLongBits(in.readInt());
            case COUNT -> walks[field].over(in);
            case WALK -> throw new IllegalStateException("a field without a slot has no value");
        };
    }
}
