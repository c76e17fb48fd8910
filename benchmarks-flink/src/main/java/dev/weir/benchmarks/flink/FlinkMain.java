package dev.weir.benchmarks.flink;

import dev.weir.benchmarks.measure.Passes;
import dev.weir.benchmarks.measure.RowProcess;
import dev.weir.benchmarks.measure.RowSpec;
import dev.weir.benchmarks.rows.RowMain;

/** The process of the Flink row. */
public final class FlinkMain {

    private FlinkMain() {}

    public static void main(String[] arguments) throws Exception {
        RowMain.exitWithParent();
        RowSpec spec = RowProcess.spec(arguments);
        try {
            RowProcess.answer(Passes.run(spec, new FlinkRow()));
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }
}
