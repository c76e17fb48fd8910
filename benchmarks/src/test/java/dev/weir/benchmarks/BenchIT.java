package dev.weir.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole benchmark on a handful of calls: every row in its own process comes to a result. */
class BenchIT {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    @Timeout(300)
    void everyRow_comesToAResultAndTheProductIsExact() {
        int code = Bench.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                "--data=full",
                "--calls=300",
                "--threads=1",
                "--warmups=0",
                "--repetitions=1",
                "--row-seconds=60",
                "--rows=limit,dsl,product,latency",
                "--latency-seconds=2",
                "--rate=200",
                "--jvm=-XX:TieredStopAtLevel=1,-Xmx768m",
                "--markdown");

        assertEquals(0, code, out + "\n" + err);
        List<String> limit = row("limit: poll + decode + aggregate");
        assertEquals("1.00", limit.get(5));
        assertTrue(limit.get(10).startsWith("0 of "), limit.toString());
        List<String> product = row("Weir, 1 thread");
        assertTrue(product.get(10).startsWith("0 of "), product.toString());
        assertTrue(product.get(9).contains("series "), product.toString());
        assertTrue(row("Streams DSL, 1 thread").get(11).contains("late: "), out.toString());
        assertTrue(Double.parseDouble(limit.get(2).replace(",", "")) > 0, limit.toString());
        assertTrue(out.toString().contains("call to queryable window at "), out.toString());
    }

    @Test
    void unknownRow_isBadUsage() {
        assertEquals(2, Bench.run(new PrintWriter(out), new PrintWriter(err), "--rows=fastest"));
    }

    private List<String> row(String title) {
        return out.toString()
                .lines()
                .filter(line -> line.startsWith("| " + title + " |"))
                .map(line -> List.of(line.substring(2).split(" \\| ", -1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + title + " in " + out));
    }
}
