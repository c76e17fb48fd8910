package dev.weir.app.run;

import dev.weir.alerting.rules.RuleSet;
import dev.weir.alerting.rules.Subject;
import dev.weir.topology.RuleDemands;
import dev.weir.topology.spend.SpendWatch;
import dev.weir.topology.spend.SpenderKey;
import dev.weir.topology.spend.SpenderKey.Kind;
import dev.weir.topology.traffic.SlowerThan;
import java.util.Locale;
import java.util.stream.Collectors;

/** What alerting rules ask of the topology, in the topology's words. */
final class Demands {

    private Demands() {}

    static RuleDemands of(RuleSet rules) {
        return new RuleDemands(
                rules.thresholds().stream().map(SlowerThan::parse).toList(),
                new SpendWatch(
                        rules.budgeted().stream().map(Demands::kind).collect(Collectors.toSet()),
                        rules.named().stream().map(Demands::key).collect(Collectors.toSet())));
    }

    private static SpenderKey key(Subject.Spender spender) {
        return new SpenderKey(spender.tenant(), kind(spender.by()), spender.name());
    }

    private static Kind kind(String by) {
        return Kind.valueOf(by.toUpperCase(Locale.ROOT));
    }
}
