package dev.weir.benchmarks;

import dev.weir.benchmarks.calls.Data;
import dev.weir.benchmarks.kernels.SpanBench;
import dev.weir.benchmarks.measure.RowProcess;
import dev.weir.benchmarks.measure.RowProcess.RowFailedException;
import dev.weir.benchmarks.measure.RowResult;
import dev.weir.benchmarks.measure.RowSpec;
import dev.weir.benchmarks.measure.RowSpec.Kind;
import dev.weir.benchmarks.rows.RowMain;
import dev.weir.schemas.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code weir bench}: starts a broker for every kind of input, loads it, runs each row in a process of its own
 * and prints one table an input. Exit code 1 when the product had a wrong window or came to no result.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        showDefaultValues = true,
        description = "What measuring costs, beside the least it can cost and beside its peers.")
public final class Bench implements Callable<Integer> {

    private static final int QUICK_CALLS = 50_000;
    private static final int SPAN_PASSES = 10;
    private static final String FLINK_CLASS_PATH = "weir.bench.flink";
    private static final String FLINK_MAIN = "dev.weir.benchmarks.flink.FlinkMain";

    @Option(names = "--data", split = ",", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
    private List<Data> data = List.of(Data.FULL, Data.LEAN, Data.SPARSE);

    @Option(names = "--rows", split = ",", paramLabel = "ROW", description = "${COMPLETION-CANDIDATES}")
    private List<Kind> rows = List.of(Kind.values());

    @Option(names = "--calls", paramLabel = "N", description = "of each kind; default 1 or 2 million")
    private @Nullable Integer calls;

    @Option(names = "--partitions", defaultValue = "4", paramLabel = "N", description = "of every topic")
    private int partitions;

    @Option(names = "--threads", split = ",", paramLabel = "N", description = "of the product and the DSL row")
    private List<Integer> threads = List.of(1, 2);

    @Option(names = "--warmups", defaultValue = "1", paramLabel = "N", description = "passes before the measured ones")
    private int warmups;

    @Option(
            names = "--repetitions",
            defaultValue = "3",
            paramLabel = "N",
            description = "measured passes, of which the median counts")
    private int repetitions;

    @Option(
            names = "--row-seconds",
            defaultValue = "600",
            paramLabel = "N",
            description = "within which a row must end")
    private int rowSeconds;

    @Option(
            names = "--latency-seconds",
            defaultValue = "240",
            paramLabel = "N",
            description = "of the latency row; half of it warms up")
    private int latencySeconds;

    @Option(names = "--rate", defaultValue = "10000", paramLabel = "N", description = "calls a second of that row")
    private int rate;

    @Option(names = "--unasked", description = "nobody asks for the calls of that row: what they cost alone")
    private boolean unasked;

    @Option(names = "--jvm", split = ",", paramLabel = "OPTION", description = "more JVM options of every process")
    private List<String> jvm = List.of();

    @Option(names = "--quick", description = "50,000 calls, one repetition, a latency of 10 s")
    private boolean quick;

    @Option(names = "--markdown", description = "tables for a README")
    private boolean markdown;

    @Option(names = "--profile", description = "flight recordings of the product's rows, and what they show")
    private boolean profile;

    @Option(names = "--flink", description = "the Flink peer too")
    private boolean flink;

    @Option(names = "--spans", description = "the mapper and the price book alone, beside plain decoding; no broker")
    private boolean spans;

    @Spec
    private @Nullable CommandSpec command;

    /** The process: arguments in, exit code out. */
    public static void main(String[] arguments) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
    }

    /** Runs; tables go to {@code out}, what is being done to {@code err}. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Bench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(err)
                .execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        if (spans) {
            SpanBench.run(out(), quick ? 1 : SPAN_PASSES);
            return 0;
        }
        out().printf(
                        Locale.ROOT,
                        "%d processors, Java %s, %d partitions, exactly once; CPU seconds a million calls, steady: from a"
                                + " quarter of the source to its end, after %d warm-up passes%n",
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"),
                        partitions,
                        warmups);
        if (flink) {
            flinkClassPath();
        }
        boolean exact = true;
        for (Data one : data) {
            exact &= compare(one);
        }
        if (rows.contains(Kind.LATENCY)) {
            latency();
        }
        return exact ? 0 : 1;
    }

    private boolean compare(Data one) throws IOException, InterruptedException {
        List<RowSpec> specs = specs(one);
        if (specs.isEmpty()) {
            return true;
        }
        Table table = new Table();
        try (BrokerProcess broker = BrokerProcess.start(jvm)) {
            Cluster cluster = new Cluster(broker.bootstrapServers(), partitions);
            cluster.prepare();
            note("loading " + count(one) + " " + one + " calls");
            long bytes = cluster.load(one, count(one));
            long disk = cluster.logBytes(Topics.TRACES.name()).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            for (RowSpec spec : specs) {
                runRow(at(spec, broker), broker, table);
            }
            out().printf(
                            Locale.ROOT,
                            "%n%s: %,d calls, %d bytes each, %d on disk%n",
                            one,
                            count(one),
                            bytes / count(one),
                            disk / count(one));
        }
        out().println(table.render(markdown));
        return table.isProductExact();
    }

    private List<RowSpec> specs(Data one) {
        List<RowSpec> specs = new ArrayList<>();
        for (Kind kind : List.of(Kind.POLL, Kind.DECODE, Kind.LIMIT)) {
            specs.add(spec(kind, one, 1, false));
        }
        for (int number : threads) {
            specs.add(spec(Kind.DSL, one, number, false));
            if (one == Data.LEAN || one == Data.SPARSE) {
                specs.add(spec(Kind.DSL, one, number, true));
            }
        }
        for (int number : threads) {
            specs.add(spec(Kind.PRODUCT, one, number, true));
            if (one == Data.LEAN || one == Data.SPARSE) {
                specs.add(spec(Kind.PRODUCT, one, number, false));
            }
        }
        if (flink) {
            specs.add(spec(Kind.FLINK, one, 2, false));
        }
        specs.removeIf(spec -> !rows.contains(spec.kind()));
        return specs;
    }

    private RowSpec spec(Kind kind, Data one, int number, boolean largeFetches) {
        String recording = profile && kind == Kind.PRODUCT && largeFetches
                ? Path.of("weir-bench-" + one + "-" + number + ".jfr")
                        .toAbsolutePath()
                        .toString()
                : "";
        return new RowSpec(
                kind,
                one,
                count(one),
                partitions,
                number,
                largeFetches,
                warmups,
                quick ? 1 : repetitions,
                kind == Kind.LATENCY ? (quick ? Math.min(10, latencySeconds) : latencySeconds) : rowSeconds,
                rate,
                !unasked,
                0,
                "",
                recording);
    }

    private int count(Data one) {
        return calls != null ? calls : quick ? QUICK_CALLS : one.defaultCalls();
    }

    private static RowSpec at(RowSpec spec, BrokerProcess broker) {
        return new RowSpec(
                spec.kind(),
                spec.data(),
                spec.calls(),
                spec.partitions(),
                spec.threads(),
                spec.largeFetches(),
                spec.warmups(),
                spec.repetitions(),
                spec.seconds(),
                spec.callsPerSecond(),
                spec.asked(),
                broker.pid(),
                broker.bootstrapServers(),
                spec.recording());
    }

    private void runRow(RowSpec spec, BrokerProcess broker, Table table) throws IOException, InterruptedException {
        note(spec.data() + ": " + spec.title());
        double before = broker.cpuSeconds();
        boolean peer = spec.kind() == Kind.FLINK;
        try {
            RowResult result = RowProcess.run(
                    spec,
                    peer ? FLINK_MAIN : RowMain.class.getName(),
                    peer ? flinkClassPath() : System.getProperty("java.class.path"),
                    JvmOptions.ofRow(peer, jvm));
            int passes = spec.kind() == Kind.LATENCY ? 1 : spec.warmups() + spec.repetitions();
            table.add(spec, result, (broker.cpuSeconds() - before) / passes);
        } catch (RowFailedException e) {
            table.addFailed(spec, String.valueOf(e.getMessage()));
        }
    }

    private void latency() throws IOException, InterruptedException {
        Table table = new Table();
        try (BrokerProcess broker = BrokerProcess.start(jvm)) {
            new Cluster(broker.bootstrapServers(), partitions).prepare(Topics.all());
            runRow(at(spec(Kind.LATENCY, Data.LEAN, 1, false), broker), broker, table);
        }
        out().println();
        out().println(table.render(markdown));
    }

    private String flinkClassPath() {
        String classPath = System.getProperty(FLINK_CLASS_PATH, "");
        if (classPath.isEmpty()) {
            throw new ParameterException(
                    line(), "--flink: expected the property " + FLINK_CLASS_PATH + ", which the launcher sets");
        }
        return classPath;
    }

    private void note(String what) {
        line().getErr().println("weir bench: " + what);
    }

    private PrintWriter out() {
        return line().getOut();
    }

    private CommandLine line() {
        return Objects.requireNonNull(command, "used before it was parsed").commandLine();
    }
}
