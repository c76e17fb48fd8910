package dev.weir.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Arguments of a row's JVM, the same for all rows. */
final class JvmOptions {

    private static final int WARNS_OF_NATIVE_ACCESS = 24;

    private JvmOptions() {}

    /**
     * Two gigabytes, G1, and compiler threads that do not end, so that their time can be read.
     *
     * @param more options of the caller, which win
     */
    static List<String> ofRow(boolean flink, List<String> more) {
        List<String> options =
                new ArrayList<>(List.of("-Xmx2g", "-XX:+UseG1GC", "-XX:-UseDynamicNumberOfCompilerThreads"));
        if (Runtime.version().feature() >= WARNS_OF_NATIVE_ACCESS) {
            options.add("--enable-native-access=ALL-UNNAMED");
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        if (flink) {
            options.add("--add-opens=java.base/java.util=ALL-UNNAMED");
            options.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        }
        options.addAll(more);
        return options;
    }
}
