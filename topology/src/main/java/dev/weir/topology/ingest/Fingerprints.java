package dev.weir.topology.ingest;

import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The calls that were counted lately, by 48 bits of a hash of their ids.
 *
 * <p>Guarantee: a call that was remembered within the window is always known again, unless more than the cap came since;
 * what had to be forgotten early is counted. A call that is new is taken for a known one with probability
 * {@code n / 2^48} where {@code n} are remembered: once in 140 million calls at two million remembered. The window is kept
 * in eight generations, so a call is remembered for the window at least and nine eighths of it at most. Cost: one place in
 * a table a call, about 50 ns when the table does not fit the cache; 8 bytes a place and at most 60 % of the places taken.
 * Not thread-safe.
 */
final class Fingerprints {

    private static final int GENERATIONS = 8;
    private static final int GENERATION_BITS = 16;
    private static final long GENERATION_MASK = (1L << GENERATION_BITS) - 1;
    /** Every so many generations the table is swept, long before their last 16 bits come round again. */
    private static final int SWEEP = 1 << 12;

    private static final int BYTES = 6;

    /** Calls of one batch: 600 kB. */
    static final int MOST_IN_A_BATCH = 100_000;

    private static final int SMALLEST = 1 << 12;

    private final long generationMillis;
    private final int maxEntries;
    private long[] table = new long[SMALLEST];
    private int taken;
    private long newest = Long.MIN_VALUE;
    private long oldest = Long.MIN_VALUE;
    private final int[] countOf = new int[GENERATIONS + 1];
    private long[] news = new long[256];
    private int newsSize;
    private long newsGeneration;
    private final List<Batch> packed = new ArrayList<>();
    private long forgottenEarly;

    private record Batch(long generation, byte[] prints) {}

    Fingerprints(DuplicatesConfig config) {
        this.generationMillis = Math.max(1, config.window().toMillis() / GENERATIONS);
        this.maxEntries = config.maxEntries();
    }

    /**
     * Remembers a call.
     *
     * @param hash 64 well mixed bits of its ids; 48 are used
     * @param arrivalMillis arrival of its record; the clock of the window never goes back
     * @return true if it was remembered before, within the window
     */
    boolean remember(long hash, long arrivalMillis) {
        advance(Math.floorDiv(arrivalMillis, generationMillis));
        long print = print(hash);
        if (!insert(print, newest)) {
            return true;
        }
        if (newsGeneration != newest) {
            pack();
            newsGeneration = newest;
        }
        if (newsSize == news.length) {
            news = Arrays.copyOf(news, newsSize * 2);
        }
        news[newsSize++] = print;
        return false;
    }

    /** The 48 highest bits, never 0. */
    private static long print(long hash) {
        long print = hash >>> GENERATION_BITS;
        return print == 0 ? 1 : print;
    }

    private void advance(long generation) {
        if (newest == Long.MIN_VALUE) {
            newest = generation;
            oldest = generation;
        } else if (generation > newest) {
            long first = Math.max(newest + 1, generation - GENERATIONS);
            for (long one = first; one <= generation; one++) {
                countOf[slotOf(one)] = 0;
            }
            newest = generation;
            oldest = Math.max(oldest, generation - GENERATIONS);
            if (generation - first >= GENERATIONS) {
                Arrays.fill(table, 0);
                taken = 0;
            } else if (Math.floorDiv(generation, SWEEP) != Math.floorDiv(first, SWEEP)) {
                rebuild();
            }
        }
    }

    private static int slotOf(long generation) {
        return (int) Math.floorMod(generation, GENERATIONS + 1);
    }

    /** Puts a print of a generation; false if it is there. */
    private boolean insert(long print, long generation) {
        int mask = table.length - 1;
        int reusable = -1;
        int at = (int) (print >>> 7) & mask;
        while (table[at] != 0) {
            boolean live = isLive(table[at]);
            if (table[at] >>> GENERATION_BITS == print) {
                if (live) {
                    return false;
                }
                reusable = reusable < 0 ? at : reusable;
                break;
            }
            if (!live && reusable < 0) {
                reusable = at;
            }
            at = (at + 1) & mask;
        }
        if (reusable < 0) {
            reusable = at;
            taken++;
        }
        table[reusable] = print << GENERATION_BITS | (generation & GENERATION_MASK);
        countOf[slotOf(generation)]++;
        if (size() > maxEntries) {
            forgetOldest();
        }
        if (taken > table.length * 3L / 5) {
            rebuild();
        }
        return true;
    }

    private boolean isLive(long entry) {
        long age = (newest - entry) & GENERATION_MASK;
        return age <= newest - oldest;
    }

    private void forgetOldest() {
        if (oldest < newest) {
            forgottenEarly += countOf[slotOf(oldest)];
            countOf[slotOf(oldest)] = 0;
            oldest++;
        } else {
            forgottenEarly += size();
            countOf[slotOf(newest)] = 0;
            Arrays.fill(table, 0);
            taken = 0;
        }
    }

    private void rebuild() {
        long[] former = table;
        int size = size();
        table = new long[places(size)];
        taken = 0;
        int mask = table.length - 1;
        for (long entry : former) {
            if (entry != 0 && isLive(entry)) {
                int at = (int) (entry >>> GENERATION_BITS + 7) & mask;
                while (table[at] != 0) {
                    at = (at + 1) & mask;
                }
                table[at] = entry;
                taken++;
            }
        }
    }

    /** Places of a table that was made for so many calls: at most half of them are taken. */
    private static int places(int calls) {
        int places = SMALLEST;
        while (places < calls * 2L) {
            places *= 2;
        }
        return places;
    }

    /** Most bytes of a table that remembers so many calls, but for the moment in which it is made anew. */
    static long mostTableBytes(int calls) {
        return places(calls) * (long) Long.BYTES;
    }

    /** Calls that are remembered. */
    int size() {
        int size = 0;
        for (int count : countOf) {
            size += count;
        }
        return size;
    }

    /** Bytes of the table. */
    long tableBytes() {
        return table.length * (long) Long.BYTES;
    }

    /** How many were forgotten before their time since the last call. */
    long takeForgottenEarly() {
        long count = forgottenEarly;
        forgottenEarly = 0;
        return count;
    }

    /** Number of the oldest generation that is still of use; {@link Long#MIN_VALUE} while nothing was remembered. */
    long oldestGeneration() {
        return oldest;
    }

    /**
     * Gives what was remembered since the last call, 6 bytes each, by generation in ascending order; a batch is a record of a
     * changelog, so one generation may have several.
     */
    void drain(BiConsumer<Long, byte[]> each) {
        pack();
        packed.forEach(batch -> each.accept(batch.generation(), batch.prints()));
        packed.clear();
    }

    /** Whether nothing was remembered since the last {@link #drain}. */
    boolean isDrained() {
        return newsSize == 0 && packed.isEmpty();
    }

    private void pack() {
        if (newsSize == 0) {
            return;
        }
        for (int from = 0; from < newsSize; from += MOST_IN_A_BATCH) {
            int to = Math.min(newsSize, from + MOST_IN_A_BATCH);
            WireWriter out = new WireWriter((to - from) * BYTES);
            for (int i = from; i < to; i++) {
                for (int shift = 40; shift >= 0; shift -= 8) {
                    out.writeByte((int) (news[i] >>> shift));
                }
            }
            packed.add(new Batch(newsGeneration, out.toBytes()));
        }
        newsSize = 0;
    }

    /** Takes back what {@link #drain} gave; generations in ascending order. */
    void restore(long generation, byte[] batch) {
        advance(generation);
        WireReader in = new WireReader(batch);
        for (int i = 0; i < batch.length / BYTES; i++) {
            long print = 0;
            for (int j = 0; j < BYTES; j++) {
                print = print << 8 | (in.readByte() & 0xFF);
            }
            if (generation >= oldest) {
                insert(print, generation);
            }
        }
    }
}
