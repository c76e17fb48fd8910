package dev.weir.app.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far a long work has come: a bar that is drawn over on a terminal, at most ten times a second; elsewhere a plain
 * line at most every five seconds. Not thread-safe.
 */
public final class Progress implements AutoCloseable {

    private static final int WIDTH = 30;
    private static final long DRAW_NANOS = 100_000_000L;
    private static final long LINE_NANOS = 5_000_000_000L;

    private final PrintWriter out;
    private final boolean interactive;
    private final String label;
    private final long total;
    private final LongSupplier nanoTime;
    private final long start;
    private long shownAt;
    private long done;
    private boolean drawn;

    /**
     * Progress shown on a terminal.
     *
     * @param total what {@link #to} ends at; zero or less when it is not known
     */
    public Progress(Terminal terminal, String label, long total) {
        this(terminal.err(), terminal.interactive(), label, total, System::nanoTime);
    }

    Progress(PrintWriter out, boolean interactive, String label, long total, LongSupplier nanoTime) {
        this.out = out;
        this.interactive = interactive;
        this.label = label;
        this.total = total;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.shownAt = start;
    }

    /** Moves to a count; never back. Costs a clock reading. */
    public void to(long count) {
        done = Math.max(done, count);
        long now = nanoTime.getAsLong();
        if (now - shownAt >= (interactive ? DRAW_NANOS : LINE_NANOS)) {
            shownAt = now;
            show(now);
        }
    }

    /** Shows where it ended. */
    @Override
    public void close() {
        show(nanoTime.getAsLong());
        if (interactive && drawn) {
            out.println();
            out.flush();
        }
    }

    private void show(long now) {
        double seconds = Math.max(1e-9, (now - start) / 1e9);
        String rate = String.format(Locale.ROOT, "%,d in %.1f s, %,.0f/s", done, seconds, done / seconds);
        if (total > 0) {
            int percent = (int) Math.min(100, done * 100 / total);
            rate = String.format(Locale.ROOT, "%3d %%  %s", percent, rate);
        }
        if (!interactive) {
            out.println(label + ": " + rate.strip());
        } else {
            out.print("\r" + label + " " + bar() + rate + "\u001B[K");
            drawn = true;
        }
        out.flush();
    }

    private String bar() {
        if (total <= 0) {
            return "";
        }
        int filled = (int) Math.min(WIDTH, done * WIDTH / total);
        return "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] ";
    }
}
