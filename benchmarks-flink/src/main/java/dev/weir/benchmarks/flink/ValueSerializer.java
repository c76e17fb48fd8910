package dev.weir.benchmarks.flink;

import dev.weir.benchmarks.rows.CallAggregate;
import dev.weir.benchmarks.rows.Spend;
import dev.weir.benchmarks.rows.WindowValue;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Open windows in checkpoints. */
abstract class ValueSerializer<V extends WindowValue<V>> extends TypeSerializerSingleton<V> {

    static final TypeInformation<CallAggregate> OF_CALLS = new HandWritten<>(CallAggregate.class, OfCalls::new);
    static final TypeInformation<Spend> OF_SPEND = new HandWritten<>(Spend.class, OfSpend::new);

    private static final long serialVersionUID = 1;

    abstract V fromBytes(byte[] bytes);

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public V copy(V from) {
        V copy = createInstance();
        copy.mergeWith(from);
        return copy;
    }

    @Override
    public V copy(V from, V reuse) {
        return copy(from);
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(V value, DataOutputView out) throws IOException {
        byte[] bytes = value.toBytes();
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    @Override
    public V deserialize(DataInputView in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return fromBytes(bytes);
    }

    @Override
    public V deserialize(V reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public void copy(DataInputView in, DataOutputView out) throws IOException {
        serialize(deserialize(in), out);
    }

    private static final class OfCalls extends ValueSerializer<CallAggregate> {
        private static final long serialVersionUID = 1;

        @Override
        CallAggregate fromBytes(byte[] bytes) {
            return CallAggregate.fromBytes(bytes);
        }

        @Override
        public CallAggregate createInstance() {
            return new CallAggregate();
        }

        @Override
        public TypeSerializerSnapshot<CallAggregate> snapshotConfiguration() {
            return new OfCallsSnapshot();
        }
    }

    private static final class OfSpend extends ValueSerializer<Spend> {
        private static final long serialVersionUID = 1;

        @Override
        Spend fromBytes(byte[] bytes) {
            return Spend.fromBytes(bytes);
        }

        @Override
        public Spend createInstance() {
            return new Spend();
        }

        @Override
        public TypeSerializerSnapshot<Spend> snapshotConfiguration() {
            return new OfSpendSnapshot();
        }
    }

    /** Says that the form has not changed. */
    public static final class OfCallsSnapshot extends SimpleTypeSerializerSnapshot<CallAggregate> {
        public OfCallsSnapshot() {
            super(OfCalls::new);
        }
    }

    /** Says that the form has not changed. */
    public static final class OfSpendSnapshot extends SimpleTypeSerializerSnapshot<Spend> {
        public OfSpendSnapshot() {
            super(OfSpend::new);
        }
    }
}
