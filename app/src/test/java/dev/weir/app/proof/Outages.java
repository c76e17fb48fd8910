package dev.weir.app.proof;

import dev.weir.app.proof.oracle.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Drills that take brokers away, and those that watch the answers while instances come and go. */
final class Outages {

    private static final int NODES = 3;

    private Outages() {}

    /** R3: each of three brokers is killed in turn, one stands still for a while, one dies together with an instance. */
    static void hurtBrokers(Drill drill, Duration still) throws Exception {
        Rig rig = drill.rig(Rig.Setting.LIVE, NODES, MonitoringProcess.PARTITIONS);
        BrokerCluster cluster = (BrokerCluster) rig.brokers;
        List<Instance> two = new CopyOnWriteArrayList<>(Crashes.startTwo(drill, rig));
        List<Call> calls = Crashes.calls(drill);
        try (QueryLoad queries = QueryLoad.start(calls, 10, () -> List.copyOf(two))) {
            Shares shares = new Shares(drill, rig, calls, NODES + 2);
            for (int node = 1; node <= NODES; node++) {
                shares.awaitMiddle();
                drill.kill(cluster.node(node));
                shares.next();
                cluster.restart(node);
                cluster.awaitAll();
            }
            shares.awaitMiddle();
            freeze(drill, rig, cluster.node(1 + drill.random.nextInt(NODES)), still);
            shares.next();
            cluster.awaitAll();
            shares.awaitMiddle();
            int node = 1 + drill.random.nextInt(NODES);
            drill.kill(cluster.node(node));
            drill.kill(two.get(0));
            shares.next();
            cluster.restart(node);
            two.set(0, Crashes.start(drill, rig, two.get(0).name(), Launch.Shape.COPIED));
            cluster.awaitAll();
            List<Call> sent = shares.allSent();
            queries.close();
            Audit.all(drill, rig, sent, 0, two);
            queries.report(drill, 0.001);
        }
        drill.require(drill.kills() == NODES + 2, () -> "killed " + drill.kills());
    }

    private static void freeze(Drill drill, Rig rig, ChildProcess broker, Duration still) throws Exception {
        broker.freeze();
        long frozen = System.nanoTime();
        rig.wire.await(
                () -> drill.secondsSince(frozen) > still.toSeconds(), still.plusSeconds(5), () -> "time stands still");
        broker.thaw();
        drill.say("a broker stood still for " + still);
    }

    /** R6: questions at a pace while instances go from one to two to three and back to two, with kills. */
    static void scaleUnderQueries(Drill drill, double questionsPerSecond) throws Exception {
        Rig rig = drill.rig(Rig.Setting.LIVE, drill.nodes, MonitoringProcess.PARTITIONS);
        List<Instance> known = new CopyOnWriteArrayList<>();
        known.add(Crashes.start(drill, rig, "a", Launch.Shape.COPIED));
        List<Call> calls = Crashes.calls(drill);
        Shares shares = new Shares(drill, rig, calls, 4);
        shares.awaitMiddle();
        known.get(0).askWhole("/api/v1/counters", Duration.ofSeconds(60));
        try (QueryLoad queries = QueryLoad.start(calls, questionsPerSecond, () -> List.copyOf(known))) {
            shares.next();
            known.add(Crashes.start(drill, rig, "b", Launch.Shape.COPIED));
            shares.awaitMiddle();
            shares.next();
            known.add(Crashes.start(drill, rig, "c", Launch.Shape.COPIED));
            shares.awaitMiddle();
            double first = killAndTime(drill, rig, queries, known, 1);
            shares.next();
            known.add(Crashes.start(drill, rig, "b", Launch.Shape.COPIED));
            shares.awaitMiddle();
            double second = killAndTime(drill, rig, queries, known, 0);
            shares.next();
            drill.figure("whole_again_s", Math.max(first, second));
            List<Call> sent = shares.allSent();
            queries.close();
            Audit.all(drill, rig, sent, 0, known);
            queries.report(drill, 0.001);
            drill.require(
                    Math.max(first, second) <= 15,
                    () -> "all partitions answered " + Math.max(first, second) + " s after a kill: expected within 15");
        }
    }

    /** Kills an instance that its clients do not know to be dead yet; seconds until every partition answers again. */
    private static double killAndTime(Drill drill, Rig rig, QueryLoad queries, List<Instance> known, int which)
            throws Exception {
        Instance victim = known.get(which);
        rig.wire.await(
                () -> known.stream().allMatch(Instance::isSettled), drill.patience(), () -> "copies are not complete");
        drill.kill(victim);
        long dead = System.nanoTime();
        // An answer that was on its way when the instance died tells nothing.
        long from = dead + Duration.ofMillis(500).toNanos();
        rig.wire.await(
                () -> queries.lastWhole() > from && survivorsAnswer(known, victim),
                drill.patience(),
                () -> "no whole answer after a kill");
        double seconds = drill.secondsSince(dead);
        known.remove(victim);
        drill.say("whole answers again " + seconds + " s after a kill");
        return seconds;
    }

    private static boolean survivorsAnswer(List<Instance> known, Instance victim) {
        List<Instance> survivors = new ArrayList<>(known);
        survivors.remove(victim);
        return survivors.stream()
                .allMatch(instance -> instance.ask("/api/v1/counters")
                        .filter(json -> !json.path("partial").asBoolean(true))
                        .isPresent());
    }
}
