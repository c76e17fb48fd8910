package dev.weir.judge.judges;

import dev.weir.schemas.avro.Document;
import dev.weir.schemas.avro.JudgeTask;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Tasks for tests: one question, one answer, whatever else a test adds. */
public final class Tasks {

    private Tasks() {}

    public static JudgeTask.Builder task(String id) {
        return JudgeTask.newBuilder()
                .setTaskId("trace-" + id + "/span-" + id)
                .setTraceId("trace-" + id)
                .setSpanId("span-" + id)
                .setTenant("default")
                .setRoute("support")
                .setModel("gpt-4o")
                .setVersion("v1")
                .setEventTime(Instant.parse("2026-11-20T10:15:30.123456Z"))
                .setWeight(4)
                .setU(0.125)
                .setStratum("short/ok")
                .setReasons(List.of("rate"))
                .setRuleVersion("1")
                .setInputText("What is the refund period?");
    }

    public static JudgeTask answer(String output) {
        return task("1").setOutputText(output).build();
    }

    public static JudgeTask grounded(String output, String... documents) {
        return task("1")
                .setOutputText(output)
                .setDocuments(Arrays.stream(documents)
                        .map(text -> new Document(null, null, text))
                        .toList())
                .build();
    }
}
