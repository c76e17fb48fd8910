package dev.weir.app.proof;

import dev.weir.app.proof.oracle.Call;
import dev.weir.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Drills that hurt instances of the topology: killed, stopped in mid-work, restarted in order, their stores spoilt. */
final class Crashes {

    private static final Duration SPREAD = Duration.ofMinutes(10);
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

    private Crashes() {}

    /** What becomes of the state of an instance that was killed. */
    enum State {
        KEPT,
        DELETED,
        OF_ANOTHER_VERSION
    }

    /** Calls that are sent from now on; they ended within ten minutes before they are sent. */
    static List<Call> calls(Drill drill) {
        long lasts = (long) (drill.events / drill.rate * 1_000);
        return SeededCalls.of(drill.seed, drill.events, System.currentTimeMillis() + lasts, SPREAD.toMillis() + lasts);
    }

    static Instance start(Drill drill, Rig rig, String name, Launch.Shape shape) throws IOException {
        Instance instance = rig.startProcess(name, shape);
        rig.wire.await(instance::isSettled, drill.patience(), () -> name + " does not run all its tasks");
        drill.say(name + " runs");
        return instance;
    }

    static List<Instance> startTwo(Drill drill, Rig rig) throws IOException {
        List<Instance> two = new ArrayList<>(
                List.of(rig.startProcess("a", Launch.Shape.COPIED), rig.startProcess("b", Launch.Shape.COPIED)));
        rig.wire.await(
                () -> two.stream().allMatch(Instance::isSettled), drill.patience(), () -> "two instances do not run");
        drill.say("two instances run");
        return two;
    }

    /** R1: one of two instances is killed again and again, in the middle of the load. */
    static void killOneOfTwo(Drill drill, int kills) throws Exception {
        Rig rig = drill.rig(Rig.Setting.LIVE, drill.nodes, MonitoringProcess.PARTITIONS);
        List<Instance> two = startTwo(drill, rig);
        Shares shares = new Shares(drill, rig, calls(drill), kills);
        for (int kill = 0; kill < kills; kill++) {
            shares.awaitMiddle();
            int victim = drill.random.nextInt(two.size());
            drill.kill(two.get(victim));
            shares.next();
            two.set(victim, start(drill, rig, two.get(victim).name(), Launch.Shape.COPIED));
        }
        Audit.all(drill, rig, shares.allSent(), 0, two);
        drill.require(drill.kills() == kills, () -> "killed " + drill.kills());
        drill.require(
                Launch.Shape.keepsState() || rig.said("TaskCorruptedException"),
                () -> "no state was thrown away: the kills proved nothing");
    }

    /** R2: both are killed at once; they come back to their state, to none, and to one they cannot read. */
    static void killBoth(Drill drill, List<State> states) throws Exception {
        Rig rig = drill.rig(Rig.Setting.LIVE, drill.nodes, MonitoringProcess.PARTITIONS);
        List<Instance> two = startTwo(drill, rig);
        Shares shares = new Shares(drill, rig, calls(drill), states.size());
        double slowest = 0;
        for (int round = 0; round < states.size(); round++) {
            shares.awaitMiddle();
            for (Instance instance : two) {
                drill.kill(instance);
            }
            shares.next();
            for (Instance instance : two) {
                StateFiles.change(instance.state(), states.get(round));
            }
            long dead = System.nanoTime();
            two = startTwo(drill, rig);
            slowest = Math.max(slowest, drill.secondsSince(dead));
        }
        drill.figure("running_again_s", slowest);
        Audit.all(drill, rig, shares.allSent(), 0, two);
        double again = slowest;
        drill.require(again <= 30, () -> "running again after " + again + " s: expected at most 30");
    }

    /** R4: an instance stands still for longer than its session lasts, and goes on as if it had not. */
    static void freezeAndThaw(Drill drill) throws Exception {
        Rig rig = drill.rig(Rig.Setting.LIVE, drill.nodes, MonitoringProcess.PARTITIONS);
        List<Instance> two = startTwo(drill, rig);
        rig.wire.await(() -> two.get(0).figure("active") > 0, drill.patience(), () -> "the first instance has no task");
        Shares shares = new Shares(drill, rig, calls(drill), 1);
        shares.awaitMiddle();
        two.get(0).process().freeze();
        long frozen = System.nanoTime();
        shares.next();
        double still = SESSION_TIMEOUT.toSeconds() * 1.5;
        rig.wire.await(
                () -> drill.secondsSince(frozen) > still && two.get(1).figure("active") == tasksOf(rig, two.get(1)),
                drill.patience(),
                () -> "the other instance did not take over");
        two.get(0).process().thaw();
        drill.figure("frozen_s", drill.secondsSince(frozen));
        rig.wire.await(two.get(0)::isSettled, drill.patience(), () -> "the thawed instance does not run");
        Audit.all(drill, rig, shares.allSent(), 0, two);
        drill.require(
                two.get(0).process().said("TaskMigratedException")
                        || two.get(0).process().said("fenced")
                        || two.get(0).process().said("ProducerFencedException"),
                () -> "nobody was fenced: the stop proved nothing");
    }

    /** Tasks of the whole application, as an instance that has them all counts them. */
    private static long tasksOf(Rig rig, Instance instance) {
        long all = instance.figure("active");
        return all >= rig.wire.partitions && instance.figure("standby") == 0 ? all : Long.MAX_VALUE;
    }

    /** R7: every instance in turn is asked to end, and started again, under load. */
    static void restartInTurn(Drill drill, int rounds) throws Exception {
        Rig rig = drill.rig(Rig.Setting.LIVE, drill.nodes, MonitoringProcess.PARTITIONS);
        List<Instance> two = startTwo(drill, rig);
        List<Call> calls = calls(drill);
        try (QueryLoad queries = QueryLoad.start(calls, 20, () -> List.copyOf(two))) {
            Shares shares = new Shares(drill, rig, calls, rounds);
            double slowest = 0;
            for (int round = 0; round < rounds; round++) {
                shares.awaitMiddle();
                shares.next();
                int which = round % two.size();
                slowest = Math.max(
                        slowest,
                        two.get(which)
                                        .process()
                                        .terminate(Duration.ofSeconds(40))
                                        .toMillis()
                                / 1000.0);
                two.set(which, start(drill, rig, two.get(which).name(), Launch.Shape.COPIED));
            }
            drill.figure("slowest_stop_s", slowest);
            List<Call> sent = shares.allSent();
            queries.close();
            Audit.all(drill, rig, sent, 0, two);
            queries.report(drill, 0);
            double stop = slowest;
            drill.require(stop <= 10, () -> "an instance took " + stop + " s to stop: expected at most 10");
        }
    }

    /** R9: between two runs the state of the only instance is spoilt in one way; it heals itself from the changelog. */
    static void spoilState(Drill drill, List<StateFiles.Damage> damages) throws Exception {
        Rig rig = drill.rig(Rig.Setting.LIVE, drill.nodes, MonitoringProcess.PARTITIONS);
        List<Call> calls = SeededCalls.of(
                drill.seed, drill.events, System.currentTimeMillis() / 60_000 * 60_000, SPREAD.toMillis());
        List<Call> acknowledged = new ArrayList<>();
        Instance instance = start(drill, rig, "a", Launch.Shape.PLAIN);
        int each = drill.events / (damages.size() + 1);
        double slowest = 0;
        for (int part = 0; part <= damages.size(); part++) {
            acknowledged.addAll(Load.send(rig.wire, calls.subList(part * each, (part + 1) * each))
                    .calls());
            rig.wire.awaitCommitted(Topics.TRACES, acknowledged.size(), drill.patience());
            if (part == damages.size()) {
                break;
            }
            instance.process().terminate(Duration.ofSeconds(40));
            int spoilt = StateFiles.spoil(instance.state(), damages.get(part), drill.random);
            int which = part;
            drill.require(spoilt > 0, () -> "nothing to spoil for " + damages.get(which));
            long start = System.nanoTime();
            instance = start(drill, rig, "a", Launch.Shape.PLAIN);
            instance.askWhole("/api/v1/counters", Duration.ofSeconds(60));
            slowest = Math.max(slowest, drill.secondsSince(start));
        }
        drill.figure("healed_s", slowest);
        Audit.all(drill, rig, acknowledged, 0, List.of(instance));
        double healed = slowest;
        drill.require(healed <= 60, () -> "healed after " + healed + " s: expected at most 60");
    }

    /** R8: restarted in order, an instance goes on with the stores it has, and with what the changelog holds if it has none. */
    static void restoreState(Drill drill, Path golden) throws Exception {
        Rig rig = drill.rig(Rig.Setting.LIVE, drill.nodes, MonitoringProcess.PARTITIONS);
        List<Call> calls = SeededCalls.of(
                drill.seed, drill.events, System.currentTimeMillis() / 60_000 * 60_000, SPREAD.toMillis());
        Instance instance = start(drill, rig, "a", Launch.Shape.PLAIN);
        AckLog acks = Load.send(rig.wire, calls);
        Audit.all(drill, rig, acks.calls(), 0, List.of(instance));
        // A rig has trace events alone, a deployment other sources beside them: the same step reads all.
        String topology = Files.readString(golden).replaceFirst("\\[weir\\.traces, [^\\]]*\\]", "[weir.traces]");
        for (boolean kept : new boolean[] {true, false}) {
            instance.process().terminate(Duration.ofSeconds(40));
            if (!kept) {
                StateFiles.change(instance.state(), State.DELETED);
            }
            long start = System.nanoTime();
            instance = start(drill, rig, "a", Launch.Shape.PLAIN);
            Audit.all(drill, rig, acks.calls(), 0, List.of(instance));
            drill.figure(kept ? "kept_s" : "restored_s", drill.secondsSince(start));
            String now = instance.get("/proof/topology").orElse("");
            drill.require(now.equals(topology), () -> "the topology is not the one of " + golden + ":\n" + now);
        }
    }

    static List<Path> filesBelow(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
