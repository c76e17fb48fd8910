package dev.weir.schemas.view;

import dev.weir.schemas.view.ViewPlan.Default;
import dev.weir.schemas.view.ViewPlan.Kind;
import dev.weir.schemas.view.ViewPlan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Resolver.Container;
import org.apache.avro.Resolver.EnumAdjust;
import org.apache.avro.Resolver.ReaderUnion;
import org.apache.avro.Resolver.RecordAdjust;
import org.apache.avro.Resolver.WriterUnion;
import org.apache.avro.Schema;
import org.apache.avro.SystemLimitException;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * Plans from the library's own resolution of a writer's schema to the reader's, so that aliases, promotions, enum defaults
 * and unions mean what they mean there. What a plan cannot say, or where the library has been told to decode otherwise,
 * has no plan.
 */
final class ViewPlanner {

    /** Settings under which the library refuses more, or decodes in another way, than a plan knows. */
    private static final List<String> LIMITS = List.of(
            SystemLimitException.MAX_BYTES_LENGTH_PROPERTY,
            SystemLimitException.MAX_COLLECTION_LENGTH_PROPERTY,
            SystemLimitException.MAX_STRING_LENGTH_PROPERTY,
            SystemLimitException.MAX_COLLECTION_ALLOCATION_PROPERTY);

    private static final int DEEPEST = 16;

    /** A schema that a plan cannot follow. */
    private static final class TooOdd extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooOdd() {
            super("the library reads this", null, false, false);
        }
    }

    private final SpecificData data;
    private final Schema reader;
    private final int[] slotOfField;

    /** @param slotOfField slot of each of the reader's fields, or -1 */
    ViewPlanner(Schema reader, SpecificData data, int[] slotOfField) {
        this.reader = reader;
        this.data = data;
        this.slotOfField = slotOfField.clone();
    }

    /** The plan for a writer's schema; {@code null} where the library has to read its records. */
    @Nullable
    ViewPlan plan(Schema writer) {
        if (!data.isFastReaderEnabled() || LIMITS.stream().anyMatch(limit -> System.getProperty(limit) != null)) {
            return null;
        }
        try {
            Schema aliased = Schema.applyAliases(writer, reader);
            return Resolver.resolve(aliased, reader, data) instanceof RecordAdjust record ? plan(record) : null;
        } catch (RuntimeException | StackOverflowError e) {
            return null; // the library decides what a schema is worth that cannot be resolved, or not by a plan
        }
    }

    private ViewPlan plan(RecordAdjust record) {
        List<Step> steps = new ArrayList<>();
        int known = 0;
        for (Action action : record.fieldActions) {
            int slot = action.type == Action.Type.SKIP ? -1 : slotOfField[record.readerOrder[known++].pos()];
            steps.add(step(action, slot));
        }
        List<Default> defaults = new ArrayList<>();
        for (Schema.Field field : Stream.of(record.readerOrder).skip(known).toList()) {
            Object value = data.getDefaultValue(field);
            if (slotOfField[field.pos()] >= 0 && value != null) {
                defaults.add(new Default(slotOfField[field.pos()], number(value)));
            }
        }
        return new ViewPlan(steps, defaults);
    }

    private Step step(Action action, int slot) {
        if (action instanceof WriterUnion union && union.actions.length == 2) {
            int nullBranch = isNull(union.actions[0]) ? 0 : isNull(union.actions[1]) ? 1 : ViewPlan.REQUIRED;
            if (nullBranch != ViewPlan.REQUIRED && !isNull(union.actions[1 - nullBranch])) {
                refuseConversion(union.reader);
                Step given = step(union.actions[1 - nullBranch], slot);
                return given.nullBranch() == ViewPlan.REQUIRED
                        ? new Step(given.kind(), given.slot(), nullBranch, given.walk(), given.ordinals())
                        : odd();
            }
        }
        if (action instanceof ReaderUnion union) {
            refuseConversion(union.reader);
            return step(union.actualAction, slot);
        }
        Kind kind = slot < 0 ? Kind.WALK : kind(action);
        return new Step(
                kind,
                slot,
                ViewPlan.REQUIRED,
                kind == Kind.WALK || kind == Kind.COUNT ? walk(action, 0) : null,
                kind == Kind.SYMBOL ? ordinals((EnumAdjust) action) : null);
    }

    /** Whether an action reads a null as a null. */
    private static boolean isNull(Action action) {
        return action instanceof ReaderUnion union
                ? isNull(union.actualAction)
                : action.type == Action.Type.DO_NOTHING && action.writer.getType() == Schema.Type.NULL;
    }

    private static Kind kind(Action action) {
        return switch (action.type) {
            case ENUM -> Kind.SYMBOL;
            case CONTAINER -> action.reader.getType() == Schema.Type.ARRAY ? Kind.COUNT : odd();
            case ERROR -> Kind.WALK;
            case DO_NOTHING, PROMOTE ->
                switch (action.reader.getLogicalType() == null || isTimestamp(action.reader)
                        ? action.reader.getType()
                        : Schema.Type.RECORD) {
                    case NULL -> Kind.WALK;
                    case STRING -> Kind.TEXT;
                    case LONG -> isInt(action) ? Kind.INT : Kind.LONG;
                    case INT -> Kind.INT;
                    case DOUBLE -> doubleFrom(action.writer.getType());
                    default -> odd();
                };
            case SKIP, RECORD, WRITER_UNION, READER_UNION -> odd();
        };
    }

    private static boolean isInt(Action action) {
        return action.writer.getType() == Schema.Type.INT;
    }

    private static Kind doubleFrom(Schema.Type writer) {
        return switch (writer) {
            case INT -> Kind.INT_AS_DOUBLE;
            case LONG -> Kind.LONG_AS_DOUBLE;
            case FLOAT -> Kind.FLOAT_AS_DOUBLE;
            default -> Kind.DOUBLE;
        };
    }

    private Walk walk(Action action, int depth) {
        if (depth > DEEPEST) {
            return odd();
        }
        return switch (action.type) {
            case SKIP -> Skips.of(action.writer);
            case DO_NOTHING, PROMOTE -> leaf(action);
            case ENUM -> Walk.symbol(ordinals((EnumAdjust) action));
            case ERROR -> Walk.REFUSE;
            case READER_UNION -> {
                refuseConversion(action.reader);
                yield walk(((ReaderUnion) action).actualAction, depth + 1);
            }
            case WRITER_UNION -> {
                refuseConversion(action.reader);
                yield Walk.union(walks(((WriterUnion) action).actions, depth));
            }
            case RECORD -> Walk.record(walks(((RecordAdjust) action).fieldActions, depth));
            case CONTAINER -> container((Container) action, depth);
        };
    }

    private Walk[] walks(Action[] actions, int depth) {
        return Stream.of(actions).map(action -> walk(action, depth + 1)).toArray(Walk[]::new);
    }

    private Walk container(Container action, int depth) {
        Walk item = walk(action.elementAction, depth + 1);
        if (action.reader.getType() == Schema.Type.MAP) {
            return Walk.map(item);
        }
        // Items without bytes could claim any number of themselves; the library has an allowance for them.
        int least = Skips.leastBytes(action.reader.getElementType());
        return least == 0 || Skips.leastBytes(action.writer.getElementType()) == 0 ? odd() : Walk.array(item, least);
    }

    private static Walk leaf(Action action) {
        if (action.reader.getLogicalType() != null && !isTimestamp(action.reader)) {
            return odd();
        }
        return switch (action.writer.getType()) {
            case STRING, BYTES -> Walk.TEXT;
            default -> Skips.of(action.writer);
        };
    }

    /** The only logical type of ours; every number is one. */
    private static boolean isTimestamp(Schema schema) {
        return schema.getLogicalType().equals(LogicalTypes.timestampMicros());
    }

    private static int[] ordinals(EnumAdjust action) {
        return action.adjustments.clone();
    }

    /** The library converts a logical type of a union twice and fails; what it makes of that is its own to say. */
    private static void refuseConversion(Schema union) {
        if (union.getLogicalType() != null
                || (union.getType() == Schema.Type.UNION
                        && union.getTypes().stream().anyMatch(branch -> branch.getLogicalType() != null))) {
            odd();
        }
    }

    private static long number(Object value) {
        if (value instanceof Enum<?> symbol) {
            return symbol.ordinal();
        }
        if (value instanceof Double real) {
            return Double.doubleToRawLongBits(real);
        }
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        return value instanceof List<?> items ? items.size() : odd();
    }

    private static <T> T odd() {
        throw new TooOdd();
    }
}
