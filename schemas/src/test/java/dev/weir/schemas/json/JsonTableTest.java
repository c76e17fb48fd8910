package dev.weir.schemas.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.avro.WindowStats;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTableTest {

    @Test
    void nestedValues_areColumnsOfTheirPath() {
        ObjectNode row = RecordJson.of(SampleRecords.of(WindowStats.getClassSchema(), 1));

        JsonTable table = JsonTable.of(RecordJson.shapeOf(WindowStats.getClassSchema()), List.of(row));

        List<String> names = table.columns().stream().map(Column::name).toList();
        assertTrue(
                names.containsAll(List.of("start", "latency_ms.p95", "refusals_by_source.key", "exemplars")),
                names.toString());
        assertEquals(1, table.rows().size());
    }

    @Test
    void keysOfAnyRow_areColumnsOfAll() {
        WindowStats one = (WindowStats) SampleRecords.of(WindowStats.getClassSchema(), 1);
        WindowStats other = (WindowStats) SampleRecords.of(WindowStats.getClassSchema(), 2);
        one.setFinishReasons(Map.of("stop", 3L));
        other.setFinishReasons(Map.of("length", 4L));

        JsonTable table = JsonTable.of(
                RecordJson.shapeOf(WindowStats.getClassSchema()), List.of(RecordJson.of(one), RecordJson.of(other)));

        Column length = table.columns().stream()
                .filter(column -> column.name().equals("finish_reasons.length"))
                .findFirst()
                .orElseThrow();
        assertTrue(length.of(table.rows().get(0)).isMissingNode());
        assertEquals(4, length.of(table.rows().get(1)).asLong());
    }

    @Test
    void quality_hasARowForEachEvaluatorAndDimension() {
        WindowQuality quality = (WindowQuality) SampleRecords.of(WindowQuality.getClassSchema(), 1);
        var evaluator = quality.getEvaluators().get(0);
        var first = (dev.weir.schemas.avro.DimensionQuality)
                SampleRecords.value(evaluator.getDimensions().get(0).getSchema(), 1);
        var second = (dev.weir.schemas.avro.DimensionQuality)
                SampleRecords.value(evaluator.getDimensions().get(0).getSchema(), 2);
        evaluator.setDimensions(List.of(first, second));

        JsonTable table =
                JsonTable.of(RecordJson.shapeOf(WindowQuality.getClassSchema()), List.of(RecordJson.of(quality)));

        Column dimension = table.columns().stream()
                .filter(column -> column.name().equals("evaluators.dimensions.dimension"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                List.of("text-1", "text-2"),
                table.rows().stream().map(row -> dimension.of(row).asText()).toList());
    }

    @Test
    void windowWithoutScores_keepsItsRow() {
        WindowQuality quality = (WindowQuality) SampleRecords.of(WindowQuality.getClassSchema(), 1);
        quality.setEvaluators(List.of());

        JsonTable table =
                JsonTable.of(RecordJson.shapeOf(WindowQuality.getClassSchema()), List.of(RecordJson.of(quality)));

        assertEquals(1, table.rows().size());
    }
}
