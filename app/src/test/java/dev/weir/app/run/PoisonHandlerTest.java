package dev.weir.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.schemas.registry.RegistryUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rocksdb.RocksDBException;

class PoisonHandlerTest {

    private static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new NullPointerException(), true),
                Arguments.of(new StreamsException(new ArithmeticException()), true),
                Arguments.of(new StreamsException(new SerializationException("a field is missing")), true),
                Arguments.of(new RegistryUnavailableException("down"), false),
                Arguments.of(new StreamsException(new RegistryUnavailableException("down")), false),
                Arguments.of(new StreamsException(new TimeoutException("no broker")), false),
                Arguments.of(new StreamsException(new RecordTooLargeException("another record")), false),
                Arguments.of(new TaskMigratedException("fenced", new ProducerFencedException("fenced")), false),
                Arguments.of(new ProcessorStateException("disk full", new RocksDBException("no space left")), false),
                Arguments.of(new UncheckedIOException(new IOException("disk full")), false),
                Arguments.of(new StreamsException(new OutOfMemoryError()), false));
    }

    @ParameterizedTest
    @MethodSource
    void failures(Throwable failure, boolean isOfARecord) {
        assertEquals(isOfARecord, PoisonHandler.isOfARecord(failure));
    }
}
