package dev.weir.benchmarks.flink;

import dev.weir.benchmarks.rows.CallAggregate;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Aggregates in checkpoints; on the heap they stay objects. */
final class AggregateSerializer extends TypeSerializerSingleton<CallAggregate> {

    static final TypeInformation<CallAggregate> TYPE = new HandWritten<>(CallAggregate.class, AggregateSerializer::new);

    private static final long serialVersionUID = 1;

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public CallAggregate createInstance() {
        return new CallAggregate();
    }

    @Override
    public CallAggregate copy(CallAggregate from) {
        CallAggregate copy = new CallAggregate();
        copy.mergeWith(from);
        return copy;
    }

    @Override
    public CallAggregate copy(CallAggregate from, CallAggregate reuse) {
        return copy(from);
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(CallAggregate aggregate, DataOutputView out) throws IOException {
        byte[] bytes = aggregate.toBytes();
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    @Override
    public CallAggregate deserialize(DataInputView in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return CallAggregate.fromBytes(bytes);
    }

    @Override
    public CallAggregate deserialize(CallAggregate reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public void copy(DataInputView in, DataOutputView out) throws IOException {
        serialize(deserialize(in), out);
    }

    @Override
    public TypeSerializerSnapshot<CallAggregate> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Says that the form has not changed. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<CallAggregate> {
        public Snapshot() {
            super(AggregateSerializer::new);
        }
    }
}
