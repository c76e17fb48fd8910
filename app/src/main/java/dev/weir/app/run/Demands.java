package dev.weir.app.run;

import dev.weir.alerting.rules.RuleSet;
import dev.weir.topology.RuleDemands;
import dev.weir.topology.spend.SpendWatch;
import dev.weir.topology.traffic.SlowerThan;
import dev.weir.topology.view.Views;

/** What alerting rules ask of the topology, in the topology's words. */
final class Demands {

    private Demands() {}

    static RuleDemands of(RuleSet rules) {
        return new RuleDemands(
                rules.thresholds().stream().map(SlowerThan::parse).toList(),
                new SpendWatch(rules.budgeted(), rules.named()),
                Views.of(rules.views()));
    }
}
