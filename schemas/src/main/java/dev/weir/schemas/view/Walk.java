package dev.weir.schemas.view;

import dev.weir.schemas.view.AvroBytes.Malformed;

/**
 * A way over one value in the bytes: nothing is decoded, everything that the Avro library would refuse is refused.
 * Values that the reader knows are read by the library item by item; values that only the writer knows are skipped by
 * it, which is laxer: a negative length counts as 0 and a block may say its size.
 */
@FunctionalInterface
interface Walk {

    /** Goes over the value; returns the number of its items where it is a collection, otherwise 0. */
    long over(AvroBytes in);

    Walk NOTHING = in -> 0;
    Walk BOOLEAN = in -> bytes(in, 1);
    Walk FLOAT = in -> bytes(in, Float.BYTES);
    Walk DOUBLE = in -> bytes(in, Double.BYTES);
    Walk INT = in -> {
        in.readInt();
        return 0;
    };
    Walk LONG = in -> {
        in.readLong();
        return 0;
    };
    Walk TEXT = in -> bytes(in, in.readLength());
    Walk SKIPPED_TEXT = in -> bytes(in, Math.max(0, in.readLong()));
    Walk REFUSE = in -> {
        throw Refused.VALUE;
    };

    static Walk fixed(int size) {
        return in -> bytes(in, size);
    }

    static Walk record(Walk[] fields) {
        return in -> {
            for (Walk field : fields) {
                field.over(in);
            }
            return 0;
        };
    }

    static Walk union(Walk[] branches) {
        return in -> {
            int branch = in.readInt();
            if (branch < 0 || branch >= branches.length) {
                throw Refused.BRANCH;
            }
            return branches[branch].over(in);
        };
    }

    /** @param ordinals ordinal of the reader's symbol for each of the writer's, or -1 where it has none */
    static Walk symbol(int[] ordinals) {
        return in -> {
            readSymbol(in, ordinals);
            return 0;
        };
    }

    static int readSymbol(AvroBytes in, int[] ordinals) {
        int index = in.readInt();
        if (index < 0 || index >= ordinals.length || ordinals[index] < 0) {
            throw Refused.SYMBOL;
        }
        return ordinals[index];
    }

    /** @param leastBytes of an item as the reader knows it: the library believes no count above what is left by it */
    static Walk array(Walk item, int leastBytes) {
        return in -> {
            long total = 0;
            for (long items = in.readItems(); items > 0; items = in.readItems()) {
                if (items > in.left() / leastBytes) {
                    throw Refused.ITEMS;
                }
                for (long i = 0; i < items; i++) {
                    item.over(in);
                }
                total += items;
            }
            return total;
        };
    }

    /** Counts entries, so it must not be asked for the size of a map with equal keys. */
    static Walk map(Walk value) {
        return in -> {
            long total = 0;
            for (long items = in.readItems(); items > 0; items = in.readItems()) {
                for (long i = 0; i < items; i++) {
                    TEXT.over(in);
                    value.over(in);
                }
                total += items;
            }
            return total;
        };
    }

    static Walk skippedArray(Walk item) {
        return in -> {
            for (long items = in.skipSizedBlocks(); items > 0; items = in.skipSizedBlocks()) {
                for (long i = 0; i < items; i++) {
                    item.over(in);
                }
            }
            return 0;
        };
    }

    static Walk skippedMap(Walk value) {
        return skippedArray(record(new Walk[] {SKIPPED_TEXT, value}));
    }

    private static long bytes(AvroBytes in, long count) {
        in.skip(count);
        return 0;
    }

    /** What a walk refuses, made once. */
    final class Refused {
        static final Malformed VALUE = new Malformed("the reader's type cannot take this value");
        static final Malformed BRANCH = new Malformed("a union has no such branch");
        static final Malformed SYMBOL = new Malformed("an enum has no such symbol");
        static final Malformed ITEMS = new Malformed("more items than bytes");

        private Refused() {}
    }
}
