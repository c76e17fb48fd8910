package dev.weir.topology;

import dev.weir.topology.spend.SpendWatch;
import dev.weir.topology.traffic.SlowerThan;
import java.util.List;

/**
 * What alerting rules need measured beside what is measured anyway.
 *
 * @param slowerThan latencies whose exact exceedance counts thresholds rest on
 * @param spend what budgets are about
 */
public record RuleDemands(List<SlowerThan> slowerThan, SpendWatch spend) {

    /** Nothing. */
    public static final RuleDemands NONE = new RuleDemands(List.of(), SpendWatch.NONE);

    public RuleDemands {
        slowerThan = List.copyOf(slowerThan);
    }
}
