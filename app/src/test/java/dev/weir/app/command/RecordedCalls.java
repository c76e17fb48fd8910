package dev.weir.app.command;

import dev.weir.app.run.App;
import dev.weir.app.traffic.Arrival;
import dev.weir.app.traffic.ReplayOptions;
import dev.weir.app.traffic.ReplayProgress;
import java.util.List;

/** Recorded calls as the commands put them on the trace topic, for tests of other packages. */
public final class RecordedCalls {

    private RecordedCalls() {}

    /** Puts them on the topic and waits until Kafka has acknowledged all. */
    public static void replay(App app, List<Arrival> arrivals, ReplayOptions options) throws InterruptedException {
        Recording.replay(app, arrivals.iterator(), options, ReplayProgress.SILENT);
    }
}
