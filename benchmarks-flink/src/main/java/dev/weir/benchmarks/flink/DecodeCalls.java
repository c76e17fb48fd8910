package dev.weir.benchmarks.flink;

import dev.weir.benchmarks.rows.CallDecoder;
import dev.weir.benchmarks.rows.SlimCall;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Records to calls; end markers are skipped. Tells how much has been read, a few hundred calls at a time. */
final class DecodeCalls implements KafkaRecordDeserializationSchema<SlimCall> {

    private static final long serialVersionUID = 1;
    private static final int AT_A_TIME = 256;

    private transient @Nullable CallDecoder decoder;
    private int unsaid;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<SlimCall> out) {
        if (record.value() == null) {
            tell();
            return;
        }
        CallDecoder decoding = decoder;
        if (decoding == null) {
            decoding = CallDecoder.fastest();
            decoder = decoding;
        }
        SlimCall call = new SlimCall();
        decoding.decode(record.value(), call);
        out.collect(call);
        unsaid++;
        if (unsaid == AT_A_TIME) {
            tell();
        }
    }

    private void tell() {
        if (unsaid > 0) {
            SourceReading.read(unsaid);
            unsaid = 0;
        }
    }

    @Override
    public TypeInformation<SlimCall> getProducedType() {
        return CallSerializer.TYPE;
    }
}
