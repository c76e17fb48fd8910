package dev.weir.app.traffic;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants of rows that carry relative times. Runs that each begin at zero are laid end to end, a minute apart. */
final class CsvClock {

    private static final long PAUSE_MICROS = 60_000_000;

    private final Instant base;
    private String run = "";
    private long runStart;
    private long latest;

    CsvClock(Instant base) {
        this.base = base;
    }

    Instant at(long micros) {
        return base.plus(micros, ChronoUnit.MICROS);
    }

    /** Instant within a named run; a new name starts a run behind the latest instant of the one before. */
    Instant inRun(String name, long micros) {
        if (!name.equals(run)) {
            runStart = run.isEmpty() ? 0 : latest + PAUSE_MICROS;
            run = name;
        }
        latest = Math.max(latest, runStart + micros);
        return at(runStart + micros);
    }
}
