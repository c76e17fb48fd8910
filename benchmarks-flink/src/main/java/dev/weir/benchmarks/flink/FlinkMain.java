package dev.weir.benchmarks.flink;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.weir.benchmarks.measure.Passes;
import dev.weir.benchmarks.measure.RowProcess;
import dev.weir.benchmarks.measure.RowSpec;
import dev.weir.benchmarks.rows.RowMain;
import org.slf4j.LoggerFactory;

/** The process of the Flink row. */
public final class FlinkMain {

    private FlinkMain() {}

    public static void main(String[] arguments) throws Exception {
        RowMain.exitWithParent();
        quieten();
        RowSpec spec = RowProcess.spec(arguments);
        try {
            RowProcess.answer(Passes.run(spec, new FlinkRow()));
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    /** Flink warns of every metric of every consumer, of log files it has not, and of Hadoop tokens. */
    private static void quieten() {
        ((Logger) LoggerFactory.getLogger("org.apache.flink")).setLevel(Level.ERROR);
    }
}
