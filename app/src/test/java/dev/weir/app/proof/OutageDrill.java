package dev.weir.app.proof;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Brokers and instances go away and come back: no number changes, and questions are answered meanwhile. */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class OutageDrill {

    @Test
    @Tag("R3")
    void everyBrokerHurt_changesNoNumber() throws Exception {
        Drill.full("R3", 600_000, 2_000, drill -> Outages.hurtBrokers(drill, Duration.ofSeconds(20)));
    }

    @Test
    @Tag("R6")
    void instancesComeAndGo_questionsAreAnswered() throws Exception {
        Drill.full("R6", 300_000, 2_000, drill -> Outages.scaleUnderQueries(drill, 50));
    }
}
