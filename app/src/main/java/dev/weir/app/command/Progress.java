package dev.weir.app.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far a long work has come: a count, its rate, and where it is known the share that is done and the time that is left.
 * A line that is drawn over on a terminal, at most ten times a second; elsewhere a plain line at most every five seconds.
 * Not thread-safe.
 */
final class Progress implements AutoCloseable {

    private static final int WIDTH = 20;
    private static final double LEAST_SHARE_TO_GO_BY = 0.01;
    private static final long DRAW_NANOS = 100_000_000L;
    private static final long LINE_NANOS = 5_000_000_000L;

    private final PrintWriter out;
    private final boolean interactive;
    private final String label;
    private final LongSupplier nanoTime;
    private final long start;
    private long shownAt;
    private long done;
    private double share = Double.NaN;
    private String said = "";
    private boolean drawn;

    /** Progress shown on a terminal. */
    Progress(Terminal terminal, String label) {
        this(terminal.err(), terminal.interactive(), label, System::nanoTime);
    }

    Progress(PrintWriter out, boolean interactive, String label, LongSupplier nanoTime) {
        this.out = out;
        this.interactive = interactive;
        this.label = label;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.shownAt = start;
    }

    /** Moves to a count; never back. Costs a clock reading. */
    void to(long count) {
        to(count, Double.NaN);
    }

    /**
     * Moves to a count that is a share of the whole.
     *
     * @param shareDone 0 to 1; NaN when it is not known
     */
    void to(long count, double shareDone) {
        done = Math.max(done, count);
        share = shareDone;
        shown();
    }

    /** Says in words what is outstanding, in place of a count; empty: nothing. What was said last is not said again. */
    void say(String outstanding) {
        if (!said.equals(outstanding)) {
            said = outstanding;
            shown();
        }
    }

    private void shown() {
        long now = nanoTime.getAsLong();
        if (now - shownAt >= (interactive ? DRAW_NANOS : LINE_NANOS)) {
            shownAt = now;
            show(now);
        }
    }

    /** Shows where it ended. */
    @Override
    public void close() {
        said = "";
        show(nanoTime.getAsLong());
        if (interactive && drawn) {
            out.println();
            out.flush();
        }
    }

    private void show(long now) {
        double seconds = Math.max(1e-9, (now - start) / 1e9);
        String text = !said.isEmpty()
                ? said
                : done == 0
                        ? String.format(Locale.ROOT, "%.1f s", seconds)
                        : String.format(
                                Locale.ROOT, "%,d in %.1f s, %,.0f/s%s", done, seconds, done / seconds, left(seconds));
        if (!Double.isNaN(share)) {
            text = String.format(Locale.ROOT, "%3d %%  %s", (int) (100 * share), text);
        }
        if (!interactive) {
            out.println(label + ": " + text.strip());
        } else {
            out.print("\r" + label + " " + bar() + text + "\u001B[K");
            drawn = true;
        }
        out.flush();
    }

    /** The time that is left if it goes on as it has gone so far. */
    private String left(double seconds) {
        if (!(share >= LEAST_SHARE_TO_GO_BY) || share >= 1) {
            return "";
        }
        return String.format(Locale.ROOT, ", about %,.0f s left", Math.ceil(seconds * (1 - share) / share));
    }

    private String bar() {
        if (Double.isNaN(share)) {
            return "";
        }
        int filled = (int) (WIDTH * share);
        return "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] ";
    }
}
