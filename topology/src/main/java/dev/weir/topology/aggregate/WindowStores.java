package dev.weir.topology.aggregate;

import dev.weir.topology.aggregate.WindowStorage.Appointment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The three stores behind one kind of windows: the windows themselves, their appointments, and the frontiers. All are
 * persistent, changelogged with compaction and cached, so a window that changes often between two commits is written
 * once.
 *
 * @param windows key: window key bytes; value: window state
 * @param appointments key: appointment bytes; value: one byte
 * @param frontiers one entry
 */
public record WindowStores(String windows, String appointments, String frontiers) {

    private static final byte[] PRESENT = {1};
    private static final byte[] FRONTIERS_KEY = {0};

    /** Builders of the three stores, for the step that owns them. */
    public Set<StoreBuilder<?>> builders() {
        return inOrder(store(windows), store(appointments), store(frontiers));
    }

    /** Stores in the order given, so that a topology is described the same in every run. */
    public static Set<StoreBuilder<?>> inOrder(StoreBuilder<?>... builders) {
        return new LinkedHashSet<>(List.of(builders));
    }

    /** A persistent, changelogged and cached store of bytes by bytes. */
    public static StoreBuilder<KeyValueStore<byte[], byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
                .withCachingEnabled();
    }

    WindowStorage open(ProcessorContext<?, ?> context) {
        return new StoreStorage(context.getStateStore(windows), context.getStateStore(appointments));
    }

    Frontiers readFrontiers(ProcessorContext<?, ?> context, int sourcePartitions) {
        KeyValueStore<byte[], byte[]> store = context.getStateStore(frontiers);
        byte[] bytes = store.get(FRONTIERS_KEY);
        return bytes == null ? new Frontiers(sourcePartitions) : Frontiers.fromBytes(bytes, sourcePartitions);
    }

    void writeFrontiers(ProcessorContext<?, ?> context, Frontiers value) {
        KeyValueStore<byte[], byte[]> store = context.getStateStore(frontiers);
        store.put(FRONTIERS_KEY, value.toBytes());
    }

    private record StoreStorage(KeyValueStore<byte[], byte[]> windows, KeyValueStore<byte[], byte[]> appointments)
            implements WindowStorage {

        private static final byte[] FIRST =
                new WireWriter().writeSortableLong(Long.MIN_VALUE).toBytes();

        @Override
        public byte @Nullable [] window(byte[] key) {
            return windows.get(key);
        }

        @Override
        public void putWindow(byte[] key, byte[] state) {
            windows.put(key, state);
        }

        @Override
        public void deleteWindow(byte[] key) {
            windows.delete(key);
        }

        @Override
        public void putAppointment(Appointment appointment) {
            appointments.put(appointment.toBytes(), PRESENT);
        }

        @Override
        public void deleteAppointment(Appointment appointment) {
            appointments.delete(appointment.toBytes());
        }

        @Override
        public List<Appointment> due(long frontier) {
            List<Appointment> due = new ArrayList<>();
            try (KeyValueIterator<byte[], byte[]> entries = appointments.range(FIRST, after(frontier))) {
                while (entries.hasNext()) {
                    KeyValue<byte[], byte[]> entry = entries.next();
                    due.add(Appointment.fromBytes(entry.key));
                }
            }
            return due;
        }

        /** Smallest bytes above every appointment of a time: the time itself with the largest possible action. */
        private static byte[] after(long frontier) {
            return new WireWriter().writeSortableLong(frontier).writeByte(0x7F).toBytes();
        }
    }
}
