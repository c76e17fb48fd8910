package dev.weir.topology.sampling;

import java.util.List;

/**
 * Whether a call is judged, and with which probability that was decided. A call that is not taken has a weight and a
 * stratum too: they tell what it was compared with.
 *
 * @param sampled whether it is judged: {@code u < 1/weight}
 * @param weight inverse of the inclusion probability, 1 or more
 * @param u the hash that decided, in [0, 1)
 * @param reasons rules that would have taken the call on their own, sorted; empty when it is not taken
 * @param stratum rules that apply to the call, sorted and joined by {@code +}; {@code base} when only that one does
 * @param ruleVersion version of the rules
 */
public record Decision(
        boolean sampled, long weight, double u, List<String> reasons, String stratum, String ruleVersion) {}
