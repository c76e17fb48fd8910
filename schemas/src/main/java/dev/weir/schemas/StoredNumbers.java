package dev.weir.schemas;

import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.Scale;

/**
 * Numbers that stand for the constants of closed vocabularies in stored state, 0 to 127. A number never changes and is never
 * given again, wherever the schema lists its constant, so a constant may be added anywhere. Reading throws {@link
 * IllegalStateException} for a number that stands for none: state is our own, so that is a defect or a damaged disk.
 */
public final class StoredNumbers {

    private StoredNumbers() {}

    /** The number of a type of evaluator. */
    public static int of(EvaluatorType type) {
        return switch (type) {
            case LLM_JUDGE -> 0;
            case DETERMINISTIC -> 1;
            case HUMAN -> 2;
            case UNKNOWN -> 3;
        };
    }

    /** The number of a scale. */
    public static int of(Scale scale) {
        return switch (scale) {
            case SCORE -> 0;
            case RATE -> 1;
        };
    }

    /** The number of a tile; stored windows sort by it. */
    public static int of(Tile tile) {
        return switch (tile) {
            case MINUTE -> 0;
            case HOUR -> 1;
            case DAY -> 2;
        };
    }

    /** The type of evaluator that a number stands for. */
    public static EvaluatorType evaluatorType(int number) {
        return switch (number) {
            case 0 -> EvaluatorType.LLM_JUDGE;
            case 1 -> EvaluatorType.DETERMINISTIC;
            case 2 -> EvaluatorType.HUMAN;
            case 3 -> EvaluatorType.UNKNOWN;
            default -> throw unknown("evaluator type", number, 3);
        };
    }

    /** The scale that a number stands for. */
    public static Scale scale(int number) {
        return switch (number) {
            case 0 -> Scale.SCORE;
            case 1 -> Scale.RATE;
            default -> throw unknown("scale", number, 1);
        };
    }

    /** The tile that a number stands for. */
    public static Tile tile(int number) {
        return switch (number) {
            case 0 -> Tile.MINUTE;
            case 1 -> Tile.HOUR;
            case 2 -> Tile.DAY;
            default -> throw unknown("tile", number, 2);
        };
    }

    private static IllegalStateException unknown(String what, int number, int most) {
        return new IllegalStateException("stored " + what + " = " + number + ": expected 0 to " + most);
    }
}
