package dev.weir.topology.commit;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * The moment before a commit: what a processor does here, forwarding and writing to stores included, is in the same
 * transaction as the offsets of everything that its task has processed.
 *
 * <p>The only class that leans on Kafka Streams' internals. A task that commits asks every store that is a {@link
 * CachedStateStore} to flush its cache, and only then flushes its producer and commits its offsets; this is such a store
 * and holds nothing else. It is called on the stream thread, also when a task is closed with an error; then the
 * transaction is aborted. A task has one, so that what its processor drains has one order. {@code CommitHookIT} fails if
 * an upgrade moves the call.
 */
public final class CommitHook implements StateStore, CachedStateStore<byte[], byte[]> {

    private final String name;
    private boolean open;
    private @Nullable InternalProcessorContext<?, ?> context;
    private @Nullable ProcessorNode<?, ?, ?, ?> node;
    private @Nullable Action action;
    private DamagedStores damaged = DamagedStores.NONE;

    /** What is done before each commit. */
    public interface Action {
        /** @param now wall clock, milliseconds */
        void beforeCommit(long now);
    }

    private CommitHook(String name) {
        this.name = name;
    }

    /** Builder of the hook of one processor. */
    public static StoreBuilder<CommitHook> named(String name) {
        return new Builder(name);
    }

    /** Sets what the processor whose context this is does before each commit; replaces what was set before. */
    public static void set(ProcessorContext<?, ?> context, String name, Action action) {
        CommitHook hook = context.getStateStore(name);
        InternalProcessorContext<?, ?> internal = (InternalProcessorContext<?, ?>) context;
        hook.context = internal;
        hook.node = internal.currentNode();
        hook.action = action;
    }

    @Override
    public void flushCache() {
        InternalProcessorContext<?, ?> to = context;
        Action due = action;
        if (to == null || due == null) {
            return;
        }
        ProcessorNode<?, ?, ?, ?> formerNode = to.currentNode();
        ProcessorRecordContext formerRecord = to.recordContext();
        long now = to.currentSystemTimeMs();
        to.setCurrentNode(node);
        to.setRecordContext(new ProcessorRecordContext(now, -1L, -1, null, new RecordHeaders()));
        try {
            due.beforeCommit(now);
            // What was made of a range that ended too early must not be committed.
            damaged.requireWhole(to.taskId());
        } finally {
            to.setRecordContext(formerRecord);
            to.setCurrentNode(formerNode);
        }
    }

    @Override
    public void init(StateStoreContext stateStoreContext, StateStore root) {
        action = null;
        damaged = DamagedStores.of(stateStoreContext.appConfigs());
        stateStoreContext.register(root, (key, value) -> {
            throw new IllegalStateException(name + " has nothing to restore");
        });
        open = true;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        open = false;
        action = null;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public void clearCache() {
        // there is none
    }

    private record Builder(String name) implements StoreBuilder<CommitHook> {

        @Override
        public CommitHook build() {
            return new CommitHook(name);
        }

        @Override
        public StoreBuilder<CommitHook> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException(name + " has nothing to log");
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingDisabled() {
            return this;
        }

        @Override
        public Map<String, String> logConfig() {
            return new HashMap<>();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }
    }
}
