package dev.weir.app.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.app.proof.oracle.Call;
import dev.weir.app.proof.oracle.Oracle;
import dev.weir.app.proof.oracle.Window;
import dev.weir.app.proof.oracle.WindowId;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.TraceEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Drills with too much of something: made-up names, one hot series, ten times the load. */
final class Floods {

    private static final long MIB = 1 << 20;
    private static final String FLOODING = "flooding";
    private static final String OTHER = "~other";
    private static final Duration ANSWER = Duration.ofSeconds(120);
    private static final List<String> SUMS =
            List.of("calls", "hard_errors", "input_tokens", "output_tokens", "unpriced_calls");

    private Floods() {}

    /**
     * C1: nine of ten calls are one tenant's, each with a route, model and user of its own, and some come from tenants
     * that are made up. The caps hold, what is beyond them is counted under {@code ~other}, totals of every tenant and of
     * all are exact, the windows of well-behaved tenants are exact, and memory stays bounded.
     */
    static void madeUpNames(Drill drill) throws Exception {
        Rig rig = drill.rig(Rig.Setting.LIVE_CAPPED, drill.nodes, MonitoringProcess.PARTITIONS);
        Instance instance = Crashes.start(drill, rig, "a", Launch.Shape.PLAIN);
        List<Call> calls = Inputs.past(drill, drill.events);
        List<Call> sent = new ArrayList<>();
        int behaved = drill.events / 20;
        for (Call call : calls.subList(0, behaved)) {
            sendAs(rig, call, "somebody", sent);
        }
        rig.wire.flush();
        rig.wire.awaitCommitted(Topics.TRACES, behaved, drill.patience());
        rig.wire.awaitSettled(drill.patience());
        long liveBefore = liveHeap(instance);
        long residentBefore = instance.process().residentBytes();
        for (int i = behaved; i < calls.size(); i++) {
            Call call = calls.get(i);
            if (i % 10 == 0) {
                sendAs(rig, call, "somebody", sent);
            } else if (i % 100 == 1) {
                sendAs(rig, call.ofTenant("made-up-" + i), "nobody", sent);
            } else {
                sendAs(rig, call.ofSeries(FLOODING, "route-" + i, "model-" + i % 997), "user-" + i, sent);
            }
        }
        rig.wire.flush();
        rig.wire.awaitCommitted(Topics.TRACES, drill.events, drill.patience());
        rig.wire.awaitSettled(drill.patience());
        long live = liveHeap(instance) - liveBefore;
        long beside = instance.process().residentBytes() - residentBefore;
        drill.figure("heap_growth_mib", live / (double) MIB);
        drill.figure("beside_heap_growth_mib", beside / (double) MIB);
        requireTotals(drill, instance, sent);
        requireCaps(drill, instance);
        requireOthersExact(drill, instance, sent);
        Counts.of(instance).requireConserved(drill, drill.events);
        long grown = live + beside;
        drill.require(grown < 150 * MIB, () -> "memory grew by " + grown / MIB + " MiB: expected less than 150");
    }

    /** Bytes of what lives in the heap, which is resident from the start: what grows beside it shows in the process. */
    private static long liveHeap(Instance instance) {
        return instance.ask("/proof/heap").orElseThrow().path("live").asLong();
    }

    private static void sendAs(Rig rig, Call call, String user, List<Call> sent) {
        TraceEvent event = SeededCalls.event(call);
        event.setUserId(user);
        rig.wire.send(Topics.TRACES, call.id(), rig.wire.codec.encode(Topics.TRACES, event));
        sent.add(call);
    }

    private static JsonNode days(Instance instance, List<Call> calls, String by) {
        long first = calls.stream().mapToLong(Call::endMicros).min().orElseThrow() / 1_000;
        long last = calls.stream().mapToLong(Call::endMicros).max().orElseThrow() / 1_000 + 1;
        return instance.askWhole(
                "/api/v1/windows?step=1d&by=" + by + "&from=" + first + "&to=" + last + "&limit=100000", ANSWER);
    }

    /** Tenants within the cardinality limit have their own total; the others have one together. */
    private static void requireTotals(Drill drill, Instance instance, List<Call> calls) {
        Map<String, Map<String, BigDecimal>> found = new TreeMap<>();
        for (JsonNode window : days(instance, calls, "tenant").path("windows")) {
            SUMS.forEach(name -> add(
                    found,
                    window.path("tenant").asText(),
                    name,
                    window.path(name).asLong()));
        }
        Map<String, Map<String, BigDecimal>> expected = new TreeMap<>();
        // Routes do not matter here, and a million of them would be three million windows.
        List<Call> oneRoute = calls.stream()
                .map(call -> call.ofSeries(call.tenant(), "any", call.model()))
                .toList();
        Oracle.windows(oneRoute).forEach((id, window) -> {
            if (id.tile().equals("day")) {
                String tenant = found.containsKey(id.tenant()) ? id.tenant() : OTHER;
                SUMS.forEach(name -> add(expected, tenant, name, window.exact().getOrDefault(name, 0L)));
            }
        });
        drill.require(found.equals(expected), () -> "totals by tenant are " + found + ": expected " + expected);
        drill.require(found.containsKey(OTHER), () -> "no tenant is counted under ~other: the cap was not reached");
    }

    private static void add(Map<String, Map<String, BigDecimal>> sums, String tenant, String name, long more) {
        sums.computeIfAbsent(tenant, absent -> new HashMap<>()).merge(name, BigDecimal.valueOf(more), BigDecimal::add);
    }

    /** A day's caps hold for each of the two days that the calls may touch, and ~other beside them. */
    private static void requireCaps(Drill drill, Instance instance) {
        Map<String, Integer> series = new TreeMap<>();
        int overflow = 0;
        for (JsonNode one :
                instance.askWhole("/api/v1/series?limit=100000", ANSWER).path("series")) {
            series.merge(one.path("tenant").asText(), 1, Integer::sum);
            overflow += one.path("tenant").asText().equals(FLOODING)
                            && one.toString().contains(OTHER)
                    ? 1
                    : 0;
        }
        drill.figure("flooding_series", series.getOrDefault(FLOODING, 0));
        drill.figure("tenants", series.size());
        int others = overflow;
        int most = 2 * Rig.Setting.FEW.seriesPerTenant() + overflow;
        drill.require(others > 0, () -> "the flooding tenant has no ~other series");
        drill.require(
                series.getOrDefault(FLOODING, 0) <= most,
                () -> "the flooding tenant has " + series.get(FLOODING) + " series: expected at most " + most);
        int mostTenants = 2 * Rig.Setting.FEW.tenants() * MonitoringProcess.PARTITIONS + 1;
        drill.require(
                series.size() <= mostTenants,
                () -> series.size() + " tenants: expected at most " + mostTenants
                        + ", a cap for each partition and day");
    }

    private static void requireOthersExact(Drill drill, Instance instance, List<Call> calls) {
        List<Call> behaved = calls.stream()
                .filter(call -> call.tenant().startsWith("tenant-"))
                .toList();
        Map<String, List<Call>> byTenant = new TreeMap<>();
        behaved.forEach(call -> byTenant.computeIfAbsent(call.tenant(), absent -> new ArrayList<>())
                .add(call));
        for (List<Call> one : byTenant.values()) {
            Map<WindowId, Window> days = new TreeMap<>(Oracle.windows(one));
            days.keySet().removeIf(id -> !id.tile().equals("day"));
            String tenant = one.get(0).tenant();
            var found = FoundWindows.answered(
                    days(instance, one, "tenant,environment,route,provider,model,version"), "day");
            found.keySet().removeIf(id -> !id.tenant().equals(tenant));
            drill.found(Verdict.of(new TreeMap<>(days), found));
        }
    }

    /** C2: nine of ten calls are of one series. They are read at no less than 0.6 of the pace of even ones. */
    static void hotSeries(Drill drill) throws Exception {
        Rig rig = drill.rig(Rig.Setting.LIVE, drill.nodes, MonitoringProcess.PARTITIONS);
        Instance instance = Crashes.start(drill, rig, "a", Launch.Shape.PLAIN);
        List<Call> all = new ArrayList<>();
        List<Call> calls = Inputs.past(drill, drill.events);
        // The first part warms up; of the others, even and hot ones, both are measured on the same running instance.
        int part = drill.events / 3;
        double[] seconds = new double[3];
        for (int phase = 0; phase < 3; phase++) {
            List<Call> now = new ArrayList<>(calls.subList(phase * part, (phase + 1) * part));
            if (phase == 2) {
                now.replaceAll(call ->
                        drill.random.nextInt(10) == 0 ? call : call.ofSeries("tenant-0", "hot", "basalt-large"));
            }
            long start = System.nanoTime();
            all.addAll(Load.send(rig.wire, now).calls());
            rig.wire.awaitCommitted(Topics.TRACES, all.size(), drill.patience());
            seconds[phase] = drill.secondsSince(start);
        }
        Audit.all(drill, rig, all, 0, List.of(instance));
        double ratio = seconds[1] / seconds[2];
        drill.figure("hot_to_even", ratio);
        drill.require(ratio >= 0.6, () -> "hot calls are read at " + ratio + " of the pace of even ones");
    }

    /**
     * C3: ten times the load for a while. Nothing is lost, no consumer leaves its group, and the backlog is gone within
     * 60 seconds.
     */
    static void burst(Drill drill, Duration lasts) throws Exception {
        Rig rig = drill.rig(Rig.Setting.LIVE, drill.nodes, MonitoringProcess.PARTITIONS);
        List<Instance> two = Crashes.startTwo(drill, rig);
        int calm = (int) (drill.rate * 10);
        int hot = (int) (drill.rate * 10 * lasts.toSeconds());
        List<Call> calls = Inputs.past(drill, 2 * calm + hot);
        List<Call> all = new ArrayList<>(pace(drill, rig, calls.subList(0, calm), drill.rate));
        rig.wire.awaitCommitted(Topics.TRACES, calm, drill.patience());
        long rebalances = rebalances(two);
        String members = members(rig);
        all.addAll(pace(drill, rig, calls.subList(calm, calm + hot), drill.rate * 10));
        long ended = System.nanoTime();
        drill.figure("backlog", rig.wire.written(Topics.TRACES) - rig.wire.committed(Topics.TRACES));
        rig.wire.awaitCommitted(Topics.TRACES, all.size(), drill.patience());
        double drained = drill.secondsSince(ended);
        drill.figure("burst_drained_s", drained);
        all.addAll(pace(drill, rig, calls.subList(calm + hot, calls.size()), drill.rate));
        Audit.all(drill, rig, all, 0, two);
        drill.require(
                rebalances(two) == rebalances && members(rig).equals(members),
                () -> "rebalances " + rebalances + " -> " + rebalances(two) + ", members " + members + " -> "
                        + members(rig));
        drill.require(drained <= 60, () -> "the backlog took " + drained + " s: expected at most 60");
    }

    private static List<Call> pace(Drill drill, Rig rig, List<Call> calls, double perSecond) {
        AckLog acks = Load.start(rig.wire, calls, perSecond).await(drill.patience());
        drill.require(acks.failures().isEmpty(), () -> "not acknowledged: " + acks.failures());
        drill.say("sent " + calls.size() + " at " + perSecond + " a second");
        return acks.calls();
    }

    private static long rebalances(List<Instance> instances) {
        return instances.stream()
                .mapToLong(instance -> instance.figure("rebalances"))
                .sum();
    }

    /** Ids of the group's members; a member that left and came back has another. */
    private static String members(Rig rig) {
        return Wire.get(rig.wire
                        .admin
                        .describeConsumerGroups(List.of(MonitoringProcess.APPLICATION))
                        .all())
                .values()
                .stream()
                .flatMap(group -> group.members().stream())
                .map(member -> member.consumerId())
                .sorted()
                .toList()
                .toString();
    }
}
