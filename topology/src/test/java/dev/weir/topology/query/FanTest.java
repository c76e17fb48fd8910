package dev.weir.topology.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;

class FanTest {

    private static final HostInfo SELF = new HostInfo("self", 1);
    private static final HostInfo B = new HostInfo("b", 1);
    private static final HostInfo C = new HostInfo("c", 1);
    private static final String STORE = "store";

    private final Map<Integer, List<HostInfo>> active = new HashMap<>();
    private final Map<Integer, List<HostInfo>> standbys = new HashMap<>();
    /** What each instance really holds: age by partition; an instance that is not in it does not answer. */
    private final Map<HostInfo, Map<Integer, Long>> holds = new HashMap<>();

    private final List<String> asked = new ArrayList<>();
    private final List<HostInfo> frozen = new ArrayList<>();

    /** How often nobody has anything before they have what they hold. */
    private int moving;

    private final Fan fan = new Fan(
            new Whereabouts() {
                @Override
                public List<HostInfo> active(String store, int partition) {
                    return active.getOrDefault(partition, List.of());
                }

                @Override
                public List<HostInfo> standbys(String store, int partition) {
                    return standbys.getOrDefault(partition, List.of());
                }

                @Override
                public Set<HostInfo> everybody() {
                    return Set.of(SELF, B, C);
                }
            },
            SELF);

    @Test
    void activeCopies_answerAndNobodyElseIsAsked() {
        active.putAll(Map.of(0, List.of(SELF), 1, List.of(B), 2, List.of(B)));
        standbys.putAll(Map.of(0, List.of(B), 1, List.of(C), 2, List.of(SELF)));
        holds.putAll(Map.of(SELF, Map.of(0, 0L, 2, 40L), B, Map.of(1, 0L, 2, 0L, 0, 40L), C, Map.of(1, 40L)));

        assertEquals(Map.of(0, "self", 1, "b", 2, "b"), ask(0, 1, 2));
        assertEquals(List.of("b[1, 2]", "self[0]"), asked);
    }

    @Test
    void activeCopyGone_standbyAnswers() {
        active.putAll(Map.of(0, List.of(B)));
        standbys.putAll(Map.of(0, List.of(C)));
        holds.putAll(Map.of(SELF, Map.of(), C, Map.of(0, 300L)));

        assertEquals(Map.of(0, "c"), ask(0));
    }

    @Test
    void severalCopies_onlyTheYoungestIsTaken() {
        active.putAll(Map.of(0, List.of(B), 1, List.of(B)));
        standbys.putAll(Map.of(0, List.of(C), 1, List.of(C)));
        holds.putAll(Map.of(SELF, Map.of(0, 200L, 1, 900L), B, Map.of(0, 500L, 1, 400L), C, Map.of(0, 300L, 1, 700L)));

        assertEquals(Map.of(0, "self", 1, "b"), ask(0, 1));
    }

    @Test
    void whereaboutsUnknown_everybodyIsAskedAndTheActiveCopyWins() {
        holds.putAll(Map.of(SELF, Map.of(0, 10L), B, Map.of(1, 0L), C, Map.of(1, 5L)));

        assertEquals(Map.of(0, "self", 1, "b"), ask(0, 1));
    }

    @Test
    void instanceThatDoesNotAnswer_isNotWaitedForBeyondPatience() {
        active.putAll(Map.of(0, List.of(B), 1, List.of(C)));
        standbys.putAll(Map.of(0, List.of(C)));
        holds.putAll(Map.of(SELF, Map.of(), C, Map.of(0, 20L, 1, 0L)));
        frozen.add(B);

        long start = System.nanoTime();
        assertEquals(Map.of(0, "c", 1, "c"), ask(0, 1));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(Fan.PATIENCE.multipliedBy(2).plusMillis(300)) < 0, "took " + took);
    }

    @Test
    void nobodyHasACopy_isMissingInBoundedTime() {
        active.putAll(Map.of(0, List.of(B), 1, List.of(B)));
        holds.putAll(Map.of(SELF, Map.of(0, 0L)));
        frozen.addAll(List.of(B, C));

        long start = System.nanoTime();
        assertEquals(Map.of(0, "self"), ask(0, 1));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(Fan.LONGEST.plusMillis(300)) < 0, "took " + took);
    }

    @Test
    void copyOnItsWayToAnotherThread_isAskedForAgain() {
        active.putAll(Map.of(0, List.of(SELF), 1, List.of(SELF)));
        holds.put(SELF, Map.of(0, 0L, 1, 30L));
        moving = 8;

        assertEquals(Map.of(0, "self", 1, "self"), ask(0, 1));
    }

    @Test
    void partitionNobodyAskedFor_isNotCounted() {
        active.putAll(Map.of(0, List.of(B)));
        holds.putAll(Map.of(SELF, Map.of(), B, Map.of(0, 0L)));

        Map<Integer, Part<String>> answers = fan.ask(STORE, Set.of(0), new Fan.Asking<>() {
            @Override
            public List<Part<String>> here(Set<Integer> partitions) {
                return List.of();
            }

            @Override
            public CompletableFuture<List<Part<String>>> there(HostInfo host, Set<Integer> partitions) {
                return CompletableFuture.completedFuture(List.of(new Part<>(0, 0, "0"), new Part<>(7, 0, "7")));
            }
        });

        assertEquals(Set.of(0), answers.keySet());
    }

    private Map<Integer, String> ask(Integer... partitions) {
        return fan.ask(STORE, Set.of(partitions), new Fakes()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().value()));
    }

    private final class Fakes implements Fan.Asking<String> {

        @Override
        public List<Part<String>> here(Set<Integer> partitions) {
            return answer(SELF, partitions);
        }

        @Override
        public CompletableFuture<List<Part<String>>> there(HostInfo host, Set<Integer> partitions) {
            if (frozen.contains(host)) {
                return new CompletableFuture<>();
            }
            return holds.containsKey(host)
                    ? CompletableFuture.completedFuture(answer(host, partitions))
                    : CompletableFuture.failedFuture(new Peers.PeerUnreachableException(host + " is gone"));
        }

        private List<Part<String>> answer(HostInfo host, Set<Integer> partitions) {
            asked.add(host.host() + partitions);
            if (moving > 0) {
                moving--;
                return List.of();
            }
            Map<Integer, Long> copies = holds.getOrDefault(host, Map.of());
            return copies.entrySet().stream()
                    .filter(copy -> partitions.contains(copy.getKey()))
                    .map(copy -> new Part<>(copy.getKey(), copy.getValue(), host.host()))
                    .toList();
        }
    }
}
