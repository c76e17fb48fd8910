package dev.weir.alerting;

import dev.weir.alerting.notify.NotifyConfig;
import dev.weir.schemas.text.HttpUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the alerting module.
 *
 * @param grace how long after its end a window may close; the topology's own grace
 * @param externalUrl where people look at alerts; absent: alerts name no place
 * @param delivery who is told
 */
public record AlertingConfig(Duration grace, @Nullable String externalUrl, NotifyConfig delivery) {

    /** One minute of grace; transitions go to the console. */
    public static final AlertingConfig DEFAULT = new AlertingConfig(Duration.ofSeconds(60), null, NotifyConfig.DEFAULT);

    /** Every problem, as {@code key = value: expected …}; empty when there is none. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (grace.isNegative()) {
            problems.add("grace = " + grace + ": expected 0 or more");
        }
        if (externalUrl != null && HttpUrl.parse(externalUrl).isEmpty()) {
            problems.add("external_url = " + externalUrl + ": expected an http or https URL");
        }
        delivery.problems().forEach(problem -> problems.add("delivery." + problem));
        return problems;
    }
}
