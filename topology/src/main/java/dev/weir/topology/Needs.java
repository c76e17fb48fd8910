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
public record Needs(List<SlowerThan> slowerThan, SpendWatch spend) {

    /** Nothing. */
    public static final Needs NONE = new Needs(List.of(), SpendWatch.NONE);

    public Needs {
        slowerThan = List.copyOf(slowerThan);
    }
}
