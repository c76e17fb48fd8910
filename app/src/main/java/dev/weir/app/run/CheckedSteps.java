package dev.weir.app.run;

import dev.weir.topology.commit.DamagedStores;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.ProcessorWrapper;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.WrappedFixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.WrappedProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Looks for damage to its stores beside every step that has any, ten times a second. A step that cannot even begin, because
 * what it reads first is damaged, begins nothing: its failure comes at the first look or record, when Kafka Streams has the
 * task in its hands and can throw its stores away. Made by Kafka Streams from the class.
 */
public final class CheckedSteps implements ProcessorWrapper {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    @Override
    public <K, V, L, W> WrappedProcessorSupplier<K, V, L, W> wrapProcessorSupplier(
            String name, ProcessorSupplier<K, V, L, W> step) {
        Set<StoreBuilder<?>> stores = step.stores();
        return stores == null || stores.isEmpty() ? ProcessorWrapper.asWrapped(step) : new Supplier<>(step);
    }

    @Override
    public <K, V, W> WrappedFixedKeyProcessorSupplier<K, V, W> wrapFixedKeyProcessorSupplier(
            String name, FixedKeyProcessorSupplier<K, V, W> step) {
        return ProcessorWrapper.asWrappedFixedKey(step);
    }

    private record Supplier<K, V, L, W>(ProcessorSupplier<K, V, L, W> step)
            implements WrappedProcessorSupplier<K, V, L, W> {

        @Override
        public Processor<K, V, L, W> get() {
            return new Checked<>(step.get());
        }

        @Override
        public @Nullable Set<StoreBuilder<?>> stores() {
            return step.stores();
        }
    }

    private static final class Checked<K, V, L, W> implements Processor<K, V, L, W> {

        private final Processor<K, V, L, W> step;
        private DamagedStores damaged = DamagedStores.NONE;
        private @Nullable TaskId task;
        private @Nullable ProcessorStateException notBegun;

        Checked(Processor<K, V, L, W> step) {
            this.step = step;
        }

        @Override
        public void init(ProcessorContext<L, W> context) {
            damaged = DamagedStores.of(context.appConfigs());
            task = context.taskId();
            notBegun = null;
            context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> look());
            try {
                step.init(context);
            } catch (ProcessorStateException e) {
                notBegun = e;
            }
        }

        private void look() {
            damaged.requireWhole(Objects.requireNonNull(task));
            if (notBegun != null) {
                throw notBegun;
            }
        }

        @Override
        public void process(Record<K, V> record) {
            if (notBegun != null) {
                look();
            }
            step.process(record);
        }

        @Override
        public void close() {
            step.close();
        }
    }
}
