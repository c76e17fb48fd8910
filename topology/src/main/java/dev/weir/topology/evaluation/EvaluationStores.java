package dev.weir.topology.evaluation;

/**
 * Names of the stores of one stage.
 *
 * @param memory calls that can be found, in chunks, and evaluations that wait
 * @param counters by name
 * @param hook holds nothing
 */
public record EvaluationStores(String memory, String counters, String hook) {

    /** The three stores of a stage. */
    public static EvaluationStores of(String kind) {
        return new EvaluationStores(kind, kind + "-counters", kind + "-commit");
    }
}
