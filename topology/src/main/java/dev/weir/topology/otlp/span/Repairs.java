package dev.weir.topology.otlp.span;

import java.util.EnumSet;
import java.util.Set;

/** The repairs of one span, each at most once. Not thread-safe. */
public final class Repairs {

    private final EnumSet<Repair> noted = EnumSet.noneOf(Repair.class);

    /** Notes a repair, once however often it happens. */
    public void note(Repair repair) {
        noted.add(repair);
    }

    /** Notes all that others noted. */
    public void noteAll(Repairs others) {
        noted.addAll(others.noted);
    }

    /** What was noted so far; a copy. */
    public Set<Repair> noted() {
        return Set.copyOf(noted);
    }
}
