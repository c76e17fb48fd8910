package dev.weir.topology.judging;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.TextLimit;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.headers.RecordLimit;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.topology.enrich.ErrorClass;
import dev.weir.topology.ingest.Ingested;
import dev.weir.topology.ingest.Ingested.Call;
import dev.weir.topology.sampling.Decision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The step {@code sample-calls}: makes a judge task of every call that was taken, with the weight it was taken by. A task
 * that would be larger than a record may be goes without its texts and says so; its judges answer that it could not be
 * judged, so every sampled call is answered for.
 */
public final class SampleCalls extends ContextualProcessor<String, Ingested, String, byte[]> {

    /** Beside the value there is the key, which is two ids long. */
    static final int MOST_BYTES = RecordLimit.MOST_BYTES - 2_000;

    private final AvroCodec codec;

    public SampleCalls(AvroCodec codec) {
        this.codec = codec;
    }

    @Override
    public void process(Record<String, Ingested> record) {
        if (record.value() instanceof Call call && call.sampling().sampled()) {
            JudgeTask task = task(call, codec.decode(call.event().record(), TraceEvent.class));
            byte[] encoded = codec.encode(Topics.JUDGE_TASKS, task);
            if (encoded.length > MOST_BYTES) {
                encoded = codec.encode(Topics.JUDGE_TASKS, withoutTexts(task));
            }
            context().forward(record.withKey(task.getTaskId()).withValue(encoded));
        }
    }

    /** A part of the texts would be judged as if it were all: what cannot be judged is said to be so. */
    static JudgeTask withoutTexts(JudgeTask task) {
        return JudgeTask.newBuilder(task)
                .setSystemText(null)
                .setInputText(null)
                .setOutputText(null)
                .setDocuments(null)
                .setToolCalls(null)
                .setReferenceText(null)
                .setFinishReason(task.getFinishReason() == null ? null : TextLimit.NAME.of(task.getFinishReason()))
                .setTextsOmitted(true)
                .build();
    }

    static JudgeTask task(Call call, TraceEvent event) {
        SeriesKey series = call.series();
        Decision sampling = call.sampling();
        return JudgeTask.newBuilder()
                .setTaskId(event.getTraceId() + "/" + event.getSpanId())
                .setTraceId(event.getTraceId())
                .setSpanId(event.getSpanId())
                .setTenant(series.tenant())
                .setEnvironment(series.environment())
                .setRoute(series.route())
                .setProvider(series.provider())
                .setModel(series.model())
                .setVersion(series.version())
                .setEventTime(Instant.EPOCH.plus(call.eventMicros(), ChronoUnit.MICROS))
                .setWeight(sampling.weight())
                .setU(sampling.u())
                .setStratum(sampling.stratum())
                .setReasons(sampling.reasons())
                .setRuleVersion(sampling.ruleVersion())
                .setFinishReason(event.getFinishReason())
                .setRefusalSource(
                        call.enrichment().refusal() == null
                                ? null
                                : call.enrichment().refusal().wireName())
                .setError(call.enrichment().errorClass() != ErrorClass.NONE)
                .setSystemText(event.getSystemText())
                .setInputText(event.getInputText())
                .setOutputText(event.getOutputText())
                .setDocuments(event.getDocuments())
                .setToolCalls(event.getToolCalls())
                .setReferenceText(event.getReferenceText())
                .build();
    }
}
