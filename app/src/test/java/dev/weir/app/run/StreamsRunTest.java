package dev.weir.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.schemas.headers.DeadLetterHeaders.Origin;
import dev.weir.schemas.registry.RegistryUnavailableException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsRunTest {

    @TempDir
    Path state;

    @Test
    void manyFailuresWithinAWhile_stopTheApplication() {
        try (StreamsRun run = neverStarted()) {
            for (int i = 0; i < StreamsRun.MOST_FAILURES; i++) {
                assertEquals(StreamThreadExceptionResponse.REPLACE_THREAD, run.decide(new StreamsException("passing")));
            }
            assertEquals(StreamThreadExceptionResponse.SHUTDOWN_CLIENT, run.decide(new StreamsException("one more")));
        }
    }

    @Test
    void registryOutOfReachForHours_isWaitedFor() {
        StreamsException outage = new StreamsException("processing failed", new RegistryUnavailableException("down"));
        try (StreamsRun run = neverStarted()) {
            for (int i = 0; i < 10 * StreamsRun.MOST_FAILURES; i++) {
                assertEquals(StreamThreadExceptionResponse.REPLACE_THREAD, run.decide(outage));
            }
            assertEquals(StreamThreadExceptionResponse.REPLACE_THREAD, run.decide(new StreamsException("the first")));
        }
    }

    @Test
    void failuresThatRecordsAreToBlameFor_stopNothing() {
        try (StreamsRun run = neverStarted()) {
            for (int i = 0; i < 10 * StreamsRun.MOST_FAILURES; i++) {
                IllegalStateException defect = new IllegalStateException("record " + i);
                run.poisons().failed(new Origin("weir.traces", 0, i), defect);
                assertEquals(
                        StreamThreadExceptionResponse.REPLACE_THREAD, run.decide(new StreamsException("step", defect)));
            }
            assertEquals(StreamThreadExceptionResponse.REPLACE_THREAD, run.decide(new StreamsException("the first")));
        }
    }

    private StreamsRun neverStarted() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("nothing").to("nowhere");
        Topology topology = builder.build();
        Properties settings =
                new StreamsSettings("streams-run-test", "127.0.0.1:1", state, "", 1, 0, Map.of()).toProperties();
        Clock stopped = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        return new StreamsRun(topology, settings, new DefaultKafkaClientSupplier(), stopped);
    }
}
