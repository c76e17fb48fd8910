package dev.weir.alerting.detect;

/** Which way a trend has to go to matter. */
public enum Direction {
    UP,
    DOWN,
    BOTH;

    /** Number of one-sided statistics that can give a false alarm. */
    public int arms() {
        return this == BOTH ? 2 : 1;
    }

    /** Whether a change of this sign matters. */
    public boolean matches(double change) {
        return switch (this) {
            case UP -> change > 0;
            case DOWN -> change < 0;
            case BOTH -> change != 0;
        };
    }
}
