package dev.weir.app.proof;

import dev.weir.app.proof.oracle.Call;
import dev.weir.app.proof.oracle.Oracle;
import dev.weir.app.proof.oracle.Window;
import dev.weir.app.proof.oracle.WindowId;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.WindowStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Drills whose fault is in the input: poison, wrong times, old, late and repeated records, and silence. */
final class Inputs {

    private static final long MINUTE = 60_000;
    private static final Duration SPREAD = Duration.ofMinutes(10);

    private Inputs() {}

    /** Calls that all ended in minutes that are over. */
    static List<Call> past(Drill drill, int count) {
        return SeededCalls.of(drill.seed, count, System.currentTimeMillis() / MINUTE * MINUTE, SPREAD.toMillis());
    }

    /**
     * D1 and D3: a share of all records is poison of several kinds in turn; an instance may be killed in between. Each is a
     * dead letter once, with its reason, and every other call is exact.
     *
     * @param every one record of so many is poison
     */
    static void poison(Drill drill, Poison[] kinds, int every, boolean killed) throws Exception {
        Rig rig = drill.rig(Rig.Setting.LIVE, drill.nodes, MonitoringProcess.PARTITIONS);
        Instance instance = Crashes.start(drill, rig, "a", Launch.Shape.PLAIN);
        List<Call> calls = past(drill, drill.events);
        Mixture mixture = new Mixture(rig, kinds, every);
        long start = System.nanoTime();
        mixture.send(calls.subList(0, calls.size() / 2));
        if (killed) {
            rig.wire.awaitCommitted(Topics.TRACES, calls.size() / 4, drill.patience());
            drill.kill(instance);
            instance = rig.startProcess("a");
        }
        mixture.send(calls.subList(calls.size() / 2, calls.size()));
        rig.wire.awaitCommitted(Topics.TRACES, calls.size(), drill.patience());
        drill.figure("events_per_s", calls.size() / drill.secondsSince(start));
        Audit.all(drill, rig, mixture.good(), mixture.refused(), List.of(instance));
        mixture.requireLetters(drill);
        long failedThreads = instance.figure("failed_threads");
        drill.require(failedThreads == 0, () -> failedThreads + " threads died");
    }

    /**
     * All at once, for the short form: every kind of poison, one of two instances killed in the middle, then both, one of
     * which finds no state when it comes back.
     */
    static void everything(Drill drill) throws Exception {
        Rig rig = drill.rig(Rig.Setting.LIVE, drill.nodes, MonitoringProcess.PARTITIONS);
        List<Instance> two = Crashes.startTwo(drill, rig);
        List<Call> calls = past(drill, drill.events);
        Mixture mixture = new Mixture(rig, Poison.values(), 20);
        int victim = drill.random.nextInt(two.size());
        int third = calls.size() / 3;
        mixture.send(calls.subList(0, third));
        rig.wire.awaitCommitted(Topics.TRACES, third / 2, drill.patience());
        mixture.send(calls.subList(third, 2 * third));
        drill.kill(two.get(victim));
        rig.wire.awaitCommitted(Topics.TRACES, third * 3L / 2, drill.patience());
        mixture.send(calls.subList(2 * third, calls.size()));
        drill.kill(two.get(1 - victim));
        drill.require(rig.wire.committed(Topics.TRACES) < calls.size(), () -> "killed too late to prove anything");
        StateFiles.change(two.get(victim).state(), Crashes.State.DELETED);
        two = Crashes.startTwo(drill, rig);
        Audit.all(drill, rig, mixture.good(), mixture.refused(), two);
        mixture.requireLetters(drill);
        drill.require(
                Launch.Shape.keepsState() || rig.said("TaskCorruptedException"),
                () -> "no state was thrown away: the kills proved nothing");
    }

    /**
     * D4: calls of two hours, a day and two months ago arrive while the topology is down and the broker deletes what its
     * retention allows. A topic stamped by its writer loses the old record meanwhile, which proves that the broker swept.
     */
    static void oldWhileSwept(Drill drill) throws Exception {
        Rig rig = drill.rig(Rig.Setting.LIVE, drill.nodes, MonitoringProcess.PARTITIONS);
        List<Call> good = new ArrayList<>();
        List<Call> calls = past(drill, drill.events);
        Duration[] ages = {Duration.ZERO, Duration.ofMinutes(105), Duration.ofHours(25), Duration.ofDays(60)};
        long refused = 0;
        for (int i = 0; i < calls.size(); i++) {
            Duration age = ages[i % ages.length];
            Call call = calls.get(i).endingAt(calls.get(i).endMicros() - age.toMillis() * 1_000);
            if (age.compareTo(Duration.ofHours(2)) < 0) {
                good.add(call);
            } else {
                refused++;
            }
            rig.wire.send(Topics.TRACES, call.id(), rig.wire.codec.encode(Topics.TRACES, SeededCalls.event(call)));
        }
        rig.wire.flush();
        awaitSweep(drill, rig);
        long deleted = rig.wire.deleted(Topics.TRACES);
        drill.require(deleted == 0, () -> "the broker deleted " + deleted + " calls");
        Instance instance = Crashes.start(drill, rig, "a", Launch.Shape.PLAIN);
        Audit.all(drill, rig, good, refused, List.of(instance));
        Map<String, Long> reasons = Counts.deadLetters(drill, rig);
        Map<String, Long> expected = Map.of("too-old", refused);
        drill.require(reasons.equals(expected), () -> "dead letters " + reasons + ": expected " + expected);
    }

    private static void awaitSweep(Drill drill, Rig rig) throws Exception {
        String control = "control";
        Wire.get(rig.wire
                .admin
                .createTopics(List.of(new NewTopic(control, rig.wire.partitions, (short) 1)
                        .configs(Map.of(
                                "message.timestamp.type",
                                "CreateTime",
                                "retention.ms",
                                Topics.TRACES.settings().getOrDefault("retention.ms", "")))))
                .all());
        long old = System.currentTimeMillis() - Duration.ofDays(60).toMillis();
        long offset = rig.wire
                .send(new ProducerRecord<>(control, 0, old, new byte[1], new byte[1]))
                .get()
                .offset();
        drill.require(offset == 0, () -> "the control record has offset " + offset);
        rig.wire.await(
                () -> rig.wire.letters(rig.wire.partitionsOf(control)).isEmpty(),
                drill.patience(),
                () -> "the broker did not sweep");
        drill.say("the broker has deleted the control record");
    }

    /**
     * D5: one route's calls come up to the grace late and stand in revision 0 already; another's come up to
     * eleven minutes late, many of them when their window stands published, and are exact by corrections; a third's come
     * too late and are dead letters.
     */
    static void outOfOrder(Drill drill) throws Exception {
        Rig rig = drill.rig(Rig.Setting.RECORDED, drill.nodes, MonitoringProcess.PARTITIONS);
        Instance instance = Crashes.start(drill, rig, "a", Launch.Shape.PLAIN);
        long first = System.currentTimeMillis() / MINUTE * MINUTE
                - Duration.ofHours(3).toMillis();
        long span = SPREAD.toMillis() * 4;
        List<Call> good = new ArrayList<>();
        long refused = 0;
        List<Call> calls = SeededCalls.of(drill.seed, drill.events, first + span, span);
        for (int i = 0; i < calls.size(); i++) {
            long arrival = first + span * i / calls.size();
            long late = switch (i % 4) {
                case 0 -> 0;
                case 1 -> drill.random.nextInt((int) Rig.GRACE.toMillis());
                case 2 -> drill.random.nextInt(11 * (int) MINUTE);
                default -> i % 40 == 3 ? Duration.ofMinutes(121).toMillis() : 0;
            };
            String route = i % 4 == 2 ? "late" : i % 40 == 3 ? "too-late" : "prompt";
            Call call = calls.get(i)
                    .ofSeries("tenant-0", route, calls.get(i).model())
                    .endingAt((arrival - late) * 1_000);
            if (route.equals("too-late")) {
                refused++;
            } else {
                good.add(call);
            }
            rig.wire.sendAt(Topics.TRACES, call.id(), SeededCalls.event(call), arrival);
            if (i == calls.size() / 2) {
                rig.wire.awaitFrontier(arrival - MINUTE / 4, drill.patience());
            }
        }
        rig.wire.endCalls(first + span);
        rig.wire.flush();
        rig.wire.awaitCommitted(Topics.TRACES, rig.wire.written(Topics.TRACES), drill.patience());
        Verdict.awaitAllClosed(drill, rig.wire, rig.expected(good));
        requireRevisions(drill, rig, good);
        drill.found(Verdict.answered(instance, rig.expected(good)));
        Counts.of(instance).requireConserved(drill, drill.events);
        Map<String, Long> reasons = Counts.deadLetters(drill, rig);
        Map<String, Long> expected = Map.of("too-old", refused);
        drill.require(reasons.equals(expected), () -> "dead letters " + reasons + ": expected " + expected);
    }

    private static void requireRevisions(Drill drill, Rig rig, List<Call> good) {
        SortedMap<WindowId, Window> expected = rig.expected(good);
        drill.found(Verdict.published(rig.wire, expected, Long.MAX_VALUE));
        List<WindowStats> records = rig.wire.read(Topics.WINDOW_STATS, WindowStats.class);
        List<WindowStats> firsts =
                records.stream().filter(record -> record.getRevision() == 0).toList();
        SortedMap<WindowId, Window> prompt = new TreeMap<>(expected);
        prompt.keySet().removeIf(id -> !id.route().equals("prompt"));
        SortedMap<WindowId, Window> atFirst = new TreeMap<>(FoundWindows.lastRevisions(firsts));
        atFirst.keySet().removeIf(id -> !id.route().equals("prompt"));
        drill.found(Verdict.of(prompt, atFirst));
        long corrected = records.stream()
                .filter(record -> record.getRevision() > 0)
                .map(WindowStats::getRoute)
                .filter("late"::equals)
                .count();
        drill.figure("corrections", corrected);
        drill.require(corrected > 0, () -> "no window was corrected: nothing came late");
    }

    /** D6: calls reach one partition of several and then nothing more comes; the wall clock closes their window. */
    static void silence(Drill drill) throws Exception {
        Rig rig = drill.rig(Rig.Setting.LIVE, drill.nodes, MonitoringProcess.PARTITIONS);
        Instance instance = Crashes.start(drill, rig, "a", Launch.Shape.PLAIN);
        long now = System.currentTimeMillis();
        List<Call> calls = SeededCalls.of(drill.seed, drill.events, now, 1_000);
        for (Call call : calls) {
            rig.wire.sendTo(Topics.TRACES, 1, call.id(), rig.wire.codec.encode(Topics.TRACES, SeededCalls.event(call)));
        }
        rig.wire.flush();
        SortedMap<WindowId, Window> expected = Oracle.windows(calls);
        expected.keySet().removeIf(id -> !id.tile().equals("minute"));
        rig.wire.await(
                () -> FoundWindows.lastRevisions(rig.wire.read(Topics.WINDOW_STATS, WindowStats.class))
                        .keySet()
                        .containsAll(expected.keySet()),
                Duration.ofSeconds(120),
                () -> "windows stay open on silence");
        long end = expected.keySet().stream()
                .mapToLong(id -> id.startMillis() + MINUTE)
                .max()
                .orElseThrow();
        double late = (System.currentTimeMillis() - Math.max(end, now) - Rig.GRACE.toMillis()) / 1000.0;
        drill.figure("closed_after_grace_s", late);
        Audit.all(drill, rig, calls, 0, List.of(instance));
        drill.require(late <= 15, () -> "closed " + late + " s after end and grace: expected at most 15");
    }

    /**
     * D7: a share of the calls is sent again within minutes, by a second producer and in another order; each counts once
     * and the others are counted as duplicates.
     */
    static void duplicates(Drill drill, int percent, boolean killed) throws Exception {
        Rig rig = drill.rig(Rig.Setting.LIVE, drill.nodes, MonitoringProcess.PARTITIONS);
        Instance instance = Crashes.start(drill, rig, "a", Launch.Shape.PLAIN);
        List<Call> calls = past(drill, drill.events);
        List<Call> again = new ArrayList<>();
        for (Call call : calls) {
            if (drill.random.nextInt(100) < percent) {
                again.add(call);
            }
        }
        Load.send(rig.wire, calls.subList(0, calls.size() / 2));
        if (killed) {
            rig.wire.awaitCommitted(Topics.TRACES, calls.size() / 4, drill.patience());
            drill.kill(instance);
            instance = rig.startProcess("a");
        }
        Collections.shuffle(again, drill.random);
        try (Wire second = new Wire(rig.brokers.bootstrapServers(), rig.wire.partitions, () -> "")) {
            Load copies = Load.start(second, again, Load.UNPACED);
            Load.send(rig.wire, calls.subList(calls.size() / 2, calls.size()));
            copies.await(drill.patience());
        }
        int records = calls.size() + again.size();
        rig.wire.awaitCommitted(Topics.TRACES, records, drill.patience());
        long frontier = rig.wire.awaitSettled(drill.patience());
        Counts counts = Counts.of(instance);
        drill.figure("injected", again.size());
        drill.figure("duplicates", counts.of("duplicates"));
        drill.require(
                counts.of("duplicates") == again.size() && !again.isEmpty(),
                () -> "duplicates " + counts.of("duplicates") + ": expected " + again.size());
        counts.requireConserved(drill, records);
        SortedMap<WindowId, Window> expected = Oracle.windows(calls);
        drill.found(Verdict.published(rig.wire, expected, frontier));
        drill.found(Verdict.answered(instance, expected));
    }
}
