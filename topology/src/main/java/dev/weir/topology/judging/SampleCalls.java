package dev.weir.topology.judging;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.topology.enrich.ErrorClass;
import dev.weir.topology.ingest.Ingested;
import dev.weir.topology.ingest.Ingested.Call;
import dev.weir.topology.sampling.Decision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** The step {@code sample-calls}: makes a judge task of every call that was taken, with the weight it was taken by. */
public final class SampleCalls extends ContextualProcessor<String, Ingested, String, byte[]> {

    private final AvroCodec codec;

    public SampleCalls(AvroCodec codec) {
        this.codec = codec;
    }

    @Override
    public void process(Record<String, Ingested> record) {
        if (record.value() instanceof Call call && call.sampling().sampled()) {
            JudgeTask task = task(call, codec.decode(call.event().record(), TraceEvent.class));
            context().forward(record.withKey(task.getTaskId()).withValue(codec.encode(Topics.JUDGE_TASKS, task)));
        }
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
