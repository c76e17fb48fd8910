package dev.weir.topology.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for each partition until one copy has answered for it, and takes exactly one answer a partition: first the active
 * copy; after {@link #PATIENCE}, or when it is not reached or not whole, every other copy that is reported to exist by then;
 * at last everybody, again and again while copies move between threads and instances, for {@link #HANDOVER} where there
 * are answers for other partitions, and for {@link #LONGEST} where there are none. An active copy's answer ends the
 * search; of others the youngest is taken. Takes at most {@link #LONGEST} beside the reading of local copies.
 */
final class Fan {

    /** How long an instance may take before others are asked too; its answer is still taken when it comes. */
    static final Duration PATIENCE = Duration.ofMillis(700);
    /** How long a copy is nobody's while it moves; when it is restored instead, waiting is in vain. */
    static final Duration HANDOVER = Duration.ofMillis(250);
    /** Between two questions to everybody. */
    private static final Duration PAUSE = Duration.ofMillis(50);
    /** How long everything may take. */
    static final Duration LONGEST = Duration.ofMillis(2_500);

    private static final Logger LOG = LoggerFactory.getLogger(Fan.class);

    private final Whereabouts whereabouts;
    private final HostInfo self;

    Fan(Whereabouts whereabouts, HostInfo self) {
        this.whereabouts = whereabouts;
        this.self = self;
    }

    /** How a question is asked. */
    interface Asking<T> {

        /** Answers for those of the partitions that this instance holds. */
        List<Part<T>> here(Set<Integer> partitions);

        /** The same of another instance. */
        CompletableFuture<List<Part<T>>> there(HostInfo host, Set<Integer> partitions);
    }

    /** One answer for each partition that has one. */
    <T> Map<Integer, Part<T>> ask(String store, Set<Integer> partitions, Asking<T> asking) {
        long end = System.nanoTime() + LONGEST.toNanos();
        Round<T> round = new Round<>(partitions, asking);
        round.ask(partitions, partition -> whereabouts.active(store, partition));
        round.await(PATIENCE.toNanos());
        Set<Integer> unsettled = round.unsettled();
        if (!unsettled.isEmpty()) {
            round.ask(unsettled, partition -> copies(store, partition));
            round.await(PATIENCE.toNanos());
        }
        long patient = System.nanoTime() + HANDOVER.toNanos();
        for (Set<Integer> missing = round.missing(); !missing.isEmpty(); missing = round.missing()) {
            long left = (missing.size() < partitions.size() ? Math.min(patient, end) : end) - System.nanoTime();
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                break;
            }
            long again = System.nanoTime() + PAUSE.toNanos();
            round.forget();
            round.ask(missing, partition -> List.copyOf(everybody()));
            round.await(end - System.nanoTime());
            LockSupport.parkNanos(Math.min(left, again - System.nanoTime()));
        }
        return round.answers();
    }

    private List<HostInfo> copies(String store, int partition) {
        List<HostInfo> copies = new ArrayList<>(whereabouts.active(store, partition));
        copies.addAll(whereabouts.standbys(store, partition));
        copies.add(self);
        return copies;
    }

    private Set<HostInfo> everybody() {
        Set<HostInfo> everybody = new HashSet<>(whereabouts.everybody());
        everybody.add(self);
        return everybody;
    }

    /** One question on its way. Answers come on the threads of the client. */
    private final class Round<T> {

        private final Set<Integer> wanted;
        private final Asking<T> asking;
        private final Map<HostInfo, Set<Integer>> asked = new HashMap<>();
        private final Map<Integer, Part<T>> youngest = new TreeMap<>();
        private int outstanding;

        Round(Set<Integer> wanted, Asking<T> asking) {
            this.wanted = Set.copyOf(wanted);
            this.asking = asking;
        }

        /** Whoever did not answer or had nothing may be asked again. */
        void forget() {
            asked.clear();
        }

        void ask(Set<Integer> partitions, Function<Integer, List<HostInfo>> whom) {
            Map<HostInfo, Set<Integer>> plan = new HashMap<>();
            for (int partition : partitions) {
                for (HostInfo host : whom.apply(partition)) {
                    if (asked.computeIfAbsent(host, absent -> new HashSet<>()).add(partition)) {
                        plan.computeIfAbsent(host, absent -> new TreeSet<>()).add(partition);
                    }
                }
            }
            Set<Integer> here = plan.remove(self);
            plan.forEach(this::askThere);
            if (here != null) {
                take(asking.here(here));
            }
        }

        private void askThere(HostInfo host, Set<Integer> partitions) {
            synchronized (this) {
                outstanding++;
            }
            asking.there(host, partitions).whenComplete((parts, failure) -> {
                if (failure != null) {
                    LOG.atDebug().addKeyValue("host", host).setCause(failure).log("peer did not answer");
                }
                synchronized (this) {
                    outstanding--;
                    take(failure == null ? parts : List.of());
                }
            });
        }

        private synchronized void take(List<Part<T>> parts) {
            for (Part<T> part : parts) {
                if (wanted.contains(part.partition())) {
                    youngest.merge(part.partition(), part, (a, b) -> a.staleMillis() <= b.staleMillis() ? a : b);
                }
            }
            notifyAll();
        }

        /** Until everything is settled, nobody is outstanding, or the time is over. */
        synchronized void await(long nanos) {
            long end = System.nanoTime() + nanos;
            try {
                while (outstanding > 0 && !unsettled().isEmpty()) {
                    long left = (end - System.nanoTime()) / 1_000_000;
                    if (left <= 0) {
                        return;
                    }
                    wait(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Partitions whose active copy has not answered. */
        synchronized Set<Integer> unsettled() {
            Set<Integer> unsettled = new TreeSet<>(wanted);
            youngest.values().stream()
                    .filter(part -> part.staleMillis() == 0)
                    .forEach(part -> unsettled.remove(part.partition()));
            return unsettled;
        }

        /** Partitions that nobody has answered for. */
        synchronized Set<Integer> missing() {
            Set<Integer> missing = new TreeSet<>(wanted);
            missing.removeAll(youngest.keySet());
            return missing;
        }

        synchronized Map<Integer, Part<T>> answers() {
            return new TreeMap<>(youngest);
        }
    }
}
