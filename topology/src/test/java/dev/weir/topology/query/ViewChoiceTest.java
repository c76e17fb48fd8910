package dev.weir.topology.query;

import static dev.weir.schemas.Dimension.MODEL;
import static dev.weir.schemas.Dimension.PROVIDER;
import static dev.weir.schemas.Dimension.ROUTE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.schemas.View;
import dev.weir.topology.aggregate.RollupCoverage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ViewChoiceTest {

    private static final Map<String, Long> COUNTED = Map.of(
            "model", 500L,
            "provider,model", RollupCoverage.ALWAYS,
            "route,provider,model", RollupCoverage.ALWAYS);

    private static View choice(Set<dev.weir.schemas.Dimension> named, long from) {
        return ViewChoice.of(named, from, List.of(COUNTED));
    }

    @Test
    void coarsestViewThatHasAllThatIsNamed() {
        assertEquals("provider,model", choice(Set.of(PROVIDER), 0).wireName());
        assertEquals("model", choice(Set.of(MODEL), 501).wireName());
        assertEquals("route,provider,model", choice(Set.of(ROUTE, MODEL), 0).wireName());
        assertEquals(View.SERIES, choice(Set.of(dev.weir.schemas.Dimension.TENANT), 0));
    }

    @Test
    void viewThatMissesEarlierCalls_isNotUsedForThem() {
        assertEquals("provider,model", choice(Set.of(MODEL), 500).wireName());
        assertEquals(View.SERIES, ViewChoice.of(Set.of(MODEL), 500, List.of(Map.of("model", 500L))));
    }

    @Test
    void everyKindThatIsRead_mustHaveIt() {
        assertEquals(View.SERIES, ViewChoice.of(Set.of(PROVIDER), 0, List.of(COUNTED, Map.of())));
    }

    @Test
    void allPartitions_mustCountIt_andTheLatestTells() {
        assertEquals(
                Map.of("a", 7L),
                ViewChoice.inAll(List.of(Map.of("a", RollupCoverage.ALWAYS, "b", 1L), Map.of("a", 7L, "c", 1L))));
        assertEquals(Map.of(), ViewChoice.inAll(List.of()));
    }
}
