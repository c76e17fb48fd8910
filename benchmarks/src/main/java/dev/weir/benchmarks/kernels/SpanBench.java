package dev.weir.benchmarks.kernels;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.call.CallView;
import dev.weir.topology.otlp.Divided;
import dev.weir.topology.otlp.Mapped;
import dev.weir.topology.otlp.MapperConfig;
import dev.weir.topology.otlp.OtlpMapper;
import dev.weir.topology.otlp.OtlpRequests;
import dev.weir.topology.otlp.SourceFormat;
import dev.weir.topology.otlp.UnreadableBatchException;
import dev.weir.topology.price.ModelUse;
import dev.weir.topology.price.Price;
import dev.weir.topology.price.PriceBook;
import dev.weir.topology.price.PriceBooks;
import dev.weir.topology.price.TokenParts;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Spans and calls through the mapper and the price book, beside plain decoding of the same bytes. CPU time is that of the one
 * thread; compilers and collectors run beside it. The median of the rounds counts, after as many to warm up.
 */
public final class SpanBench {

    private static final int BATCHES = 60;
    private static final int ROUNDS = 7;
    private static final long SEED = 20_261_121;

    private final List<byte[]> requests = SpanBatches.of(BATCHES, SEED);
    private final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
    private final OtlpMapper mapper = new OtlpMapper(MapperConfig.DEFAULT);
    private final PriceBook prices = PriceBooks.bundled();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<byte[]> events = new ArrayList<>();
    private long seen;

    /** One way to spend time on what came; returns how many spans, or calls, it was. */
    private interface Work {
        long pass() throws InvalidProtocolBufferException, UnreadableBatchException;
    }

    private record Row(String name, Work work, List<Double> nanos) {
        Row(String name, Work work) {
            this(name, work, new ArrayList<>());
        }

        double median() {
            return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow();
        }
    }

    private SpanBench() throws UnreadableBatchException {
        for (byte[] request : requests) {
            mapper.spans(request, SourceFormat.OTLP_PROTO, mapped -> {
                if (mapped instanceof Mapped.Event event) {
                    events.add(codec.encode(Topics.TRACES, event.event()));
                }
            });
        }
    }

    /**
     * Measures and prints one table.
     *
     * @param passes over the 6,000 spans in a round
     */
    public static void run(PrintWriter out, int passes)
            throws InvalidProtocolBufferException, UnreadableBatchException {
        new SpanBench().measure(out, passes);
    }

    private void measure(PrintWriter out, int passes) throws InvalidProtocolBufferException, UnreadableBatchException {
        List<Row> rows = List.of(
                new Row("decode, generated classes", this::decode),
                new Row("divide by trace", this::divide),
                new Row("map", this::map),
                new Row("map and write as trace event", this::mapAndWrite),
                new Row("price a call", this::price));
        for (int round = 0; round < 2 * ROUNDS; round++) {
            for (Row row : rows) {
                long before = threads.getCurrentThreadCpuTime();
                long done = 0;
                for (int pass = 0; pass < passes; pass++) {
                    done += row.work().pass();
                }
                long spent = threads.getCurrentThreadCpuTime() - before;
                if (round >= ROUNDS) {
                    row.nanos().add((double) spent / done);
                }
            }
        }
        print(out, rows);
    }

    private void print(PrintWriter out, List<Row> rows) {
        long bytes =
                requests.stream().mapToLong(request -> request.length).sum() / ((long) BATCHES * SpanBatches.SPANS);
        out.printf(
                Locale.ROOT,
                "%d batches of %d spans of %d bytes, Java %s; 3 in 4 are calls (%d)%n",
                BATCHES,
                SpanBatches.SPANS,
                bytes,
                System.getProperty("java.version"),
                events.size());
        out.println("| | spans/s of one thread | CPU s/M | ratio |");
        out.println("|---|---|---|---|");
        double least = rows.get(0).median();
        for (Row row : rows) {
            double nanos = row.median();
            out.printf(
                    Locale.ROOT, "| %s | %,.0f | %.2f | %.2f |%n", row.name(), 1e9 / nanos, nanos / 1e3, nanos / least);
        }
        out.flush();
        if (seen == 0) {
            throw new IllegalStateException("nothing was seen");
        }
    }

    private long decode() throws InvalidProtocolBufferException {
        long spans = 0;
        for (byte[] request : requests) {
            var scope = ExportTraceServiceRequest.parseFrom(request)
                    .getResourceSpans(0)
                    .getScopeSpans(0);
            spans += scope.getSpansCount();
            seen += scope.getSpans(0).getStartTimeUnixNano();
        }
        return spans;
    }

    private long divide() throws UnreadableBatchException {
        long spans = 0;
        for (byte[] request : requests) {
            Divided divided = OtlpRequests.of(
                    request, SourceFormat.OTLP_PROTO, new OtlpRequests.Bounds(1 << 20, Integer.MAX_VALUE));
            spans += divided.accepted();
            seen += divided.requests().size();
        }
        return spans;
    }

    private long map() throws UnreadableBatchException {
        for (byte[] request : requests) {
            mapper.spans(request, SourceFormat.OTLP_PROTO, mapped -> seen += mapped instanceof Mapped.Event ? 1 : 0);
        }
        return (long) BATCHES * SpanBatches.SPANS;
    }

    private long mapAndWrite() throws UnreadableBatchException {
        for (byte[] request : requests) {
            mapper.spans(request, SourceFormat.OTLP_PROTO, mapped -> {
                if (mapped instanceof Mapped.Event event) {
                    TraceEvent one = event.event();
                    seen += codec.encode(Topics.TRACES, one).length;
                }
            });
        }
        return (long) BATCHES * SpanBatches.SPANS;
    }

    /** Reading the view is part of it: nothing can be priced that has not been read. */
    private long price() {
        CallView view = new CallView(codec);
        for (byte[] event : events) {
            view.read(event);
            if (TokenParts.of(view) instanceof TokenParts.Parts parts
                    && prices.price(ModelUse.of(view), parts, view.startMicros()) instanceof Price.Priced priced) {
                seen += priced.nanoUsd();
            }
        }
        return events.size();
    }
}
