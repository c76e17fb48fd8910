package dev.weir.topology;

import dev.weir.topology.spend.SpendWatch;
import dev.weir.topology.traffic.SlowerThan;
import dev.weir.topology.view.Views;
import java.util.List;

/**
 * What alerting rules need measured beside what is measured anyway.
 *
 * @param slowerThan latencies whose exact exceedance counts thresholds rest on
 * @param spend what budgets are about
 * @param views views that rules watch
 */
public record RuleDemands(List<SlowerThan> slowerThan, SpendWatch spend, Views views) {

    /** Nothing. */
    public static final RuleDemands NONE = new RuleDemands(List.of(), SpendWatch.NONE, Views.NONE);

    public RuleDemands {
        slowerThan = List.copyOf(slowerThan);
    }
}
