package dev.weir.benchmarks.flink;

import dev.weir.benchmarks.rows.SlimCall;
import dev.weir.schemas.SeriesKey;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Calls over the shuffle: their series and their other fields. */
final class CallSerializer extends TypeSerializerSingleton<SlimCall> {

    static final TypeInformation<SlimCall> TYPE = new HandWritten<>(SlimCall.class, CallSerializer::new);

    private static final long serialVersionUID = 1;

    @Override
    public boolean isImmutableType() {
        return true; // nobody changes a call once it is decoded
    }

    @Override
    public SlimCall createInstance() {
        return new SlimCall();
    }

    @Override
    public SlimCall copy(SlimCall from) {
        return from;
    }

    @Override
    public SlimCall copy(SlimCall from, SlimCall reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(SlimCall call, DataOutputView out) throws IOException {
        out.writeUTF(call.series().text());
        call.write(out);
    }

    @Override
    public SlimCall deserialize(DataInputView in) throws IOException {
        SeriesKey series = SeriesKey.parse(in.readUTF());
        return SlimCall.read(in).of(series);
    }

    @Override
    public SlimCall deserialize(SlimCall reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public void copy(DataInputView in, DataOutputView out) throws IOException {
        serialize(deserialize(in), out);
    }

    @Override
    public TypeSerializerSnapshot<SlimCall> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Says that the form has not changed. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<SlimCall> {
        public Snapshot() {
            super(CallSerializer::new);
        }
    }
}
