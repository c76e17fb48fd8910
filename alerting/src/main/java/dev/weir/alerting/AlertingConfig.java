package dev.weir.alerting;

import dev.weir.alerting.notify.NotifyConfig;
import dev.weir.schemas.Means;
import dev.weir.schemas.text.HttpUrl;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the alerting module.
 *
 * @param delivery who is told
 */
public record AlertingConfig(
        @Means("address where people look at alerts; empty: alerts carry no link") @Nullable
        String externalUrl,

        NotifyConfig delivery) {

    /** Transitions go to the console. */
    public static final AlertingConfig DEFAULT = new AlertingConfig(null, NotifyConfig.DEFAULT);

    /** Every problem, as {@code key = value: expected …}; empty when there is none. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (externalUrl != null && HttpUrl.parse(externalUrl).isEmpty()) {
            problems.add("external_url = " + externalUrl + ": expected an http or https URL");
        }
        delivery.problems().forEach(problem -> problems.add("delivery." + problem));
        return problems;
    }
}
