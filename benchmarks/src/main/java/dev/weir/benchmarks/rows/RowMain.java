package dev.weir.benchmarks.rows;

import dev.weir.benchmarks.measure.Passes;
import dev.weir.benchmarks.measure.RowProcess;
import dev.weir.benchmarks.measure.RowResult;
import dev.weir.benchmarks.measure.RowSpec;
import java.io.IOException;
import java.nio.file.Path;

/** The process of one row. It ends with its parent: when its standard input does. */
public final class RowMain {

    private RowMain() {}

    public static void main(String[] arguments) throws Exception {
        exitWithParent();
        RowSpec spec = RowProcess.spec(arguments);
        try {
            RowProcess.answer(run(spec));
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    private static RowResult run(RowSpec spec) throws Exception {
        return switch (spec.kind()) {
            case POLL, DECODE, LIMIT -> Passes.run(spec, new ReadingRow());
            case DSL -> Passes.run(spec, new DslRow());
            case PRODUCT -> spec.recording().isEmpty() ? Passes.run(spec, new ProductRow()) : profiled(spec);
            case LATENCY -> new LatencyRow().run(spec);
            case FLINK -> throw new IllegalArgumentException("flink has a process of its own kind");
        };
    }

    private static RowResult profiled(RowSpec spec) throws Exception {
        ProductRow row = new ProductRow();
        try (StreamThreadProfile profile = new StreamThreadProfile(Path.of(spec.recording()))) {
            RowResult result = Passes.run(spec, (same, number) -> {
                if (number >= spec.warmups()) {
                    profile.start();
                }
                return row.run(same, number);
            });
            return new RowResult(
                    result.steady(), result.whole(), result.brokerBytes(), result.verdict(), profile.summary());
        }
    }

    /** Halts this process when its parent is gone. */
    public static void exitWithParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // nothing is ever written
                        }
                    } catch (IOException e) {
                        // as good as its end
                    }
                    Runtime.getRuntime().halt(1);
                },
                "watch-parent");
        watch.setDaemon(true);
        watch.start();
    }
}
