package dev.weir.schemas.supervision;

/**
 * How a part of the process does.
 *
 * @param why what is wrong, for people; empty when up
 */
public record PartHealth(State state, String why) {

    /** Whether a part works. */
    public enum State {
        /** It works. */
        UP,
        /** It waits for something else, or leaves something undone, and goes on by itself; a restart would not help. */
        DEGRADED,
        /** It has given up; only a restart helps. */
        DOWN
    }

    private static final PartHealth WELL = new PartHealth(State.UP, "");

    /** Nothing is wrong. */
    public static PartHealth up() {
        return WELL;
    }

    /** It goes on by itself; without a reason it is up. */
    public static PartHealth degraded(String why) {
        return why.isEmpty() ? WELL : new PartHealth(State.DEGRADED, why);
    }

    /** It has given up. */
    public static PartHealth down(String why) {
        return new PartHealth(State.DOWN, why);
    }
}
