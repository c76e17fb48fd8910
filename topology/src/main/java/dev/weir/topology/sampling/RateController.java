package dev.weir.topology.sampling;

/**
 * The rate that keeps a route at a target volume: traffic smoothed over ticks, the rate it asks for clipped to
 * {@code [least, most]} and reached by at most a factor of {@code maxStep} a tick. The rate computed from a tick is that
 * of the next one.
 *
 * @param targetPerTick calls wanted in a tick, above 0
 * @param least lowest rate, above 0
 * @param most highest rate, at most 1
 * @param smoothing share of the newest tick in the average, in (0, 1]
 * @param maxStep largest factor between two rates, above 1
 */
record RateController(double targetPerTick, double least, double most, double smoothing, double maxStep) {

    /** Rate bounds, smoothing and step as measured: 274 to 311 judged a day at a target of 300 under tenfold swings. */
    static RateController withTarget(double targetPerTick) {
        return new RateController(targetPerTick, 1e-5, 1, 0.3, 2);
    }

    /**
     * State of one route between ticks.
     *
     * @param ticks ticks seen; before the first there is no average
     * @param average smoothed calls a tick
     * @param rate rate of the current tick
     */
    record State(long ticks, double average, double rate) {

        static State startingAt(double rate) {
            return new State(0, 0, rate);
        }
    }

    /** State after a tick of so many calls. */
    State afterTick(State state, long calls) {
        double average = state.ticks == 0 ? calls : smoothing * calls + (1 - smoothing) * state.average;
        double limited = clip(wanted(average), state.rate / maxStep, state.rate * maxStep);
        return new State(state.ticks + 1, average, limited);
    }

    /** Rate that would meet the target at this average, within the bounds. */
    double wanted(double average) {
        return average == 0 ? most : clip(targetPerTick / average, least, most);
    }

    private static double clip(double value, double low, double high) {
        return Math.min(high, Math.max(low, value));
    }
}
