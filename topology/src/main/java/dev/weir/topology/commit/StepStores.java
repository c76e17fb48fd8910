package dev.weir.topology.commit;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Builders of the stores that steps own. */
public final class StepStores {

    private StepStores() {}

    /** Stores in the order given, so that a topology is described the same in every run. */
    public static Set<StoreBuilder<?>> inOrder(StoreBuilder<?>... builders) {
        return new LinkedHashSet<>(List.of(builders));
    }

    /** A persistent and changelogged store of bytes by bytes, for steps that write once a commit. */
    public static StoreBuilder<KeyValueStore<byte[], byte[]>> bytes(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
                .withCachingDisabled();
    }
}
