package dev.weir.app.proof;

import dev.weir.app.proof.oracle.Call;
import dev.weir.app.proof.oracle.Oracle;
import dev.weir.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of every changelog after a few calls, kept in a file. A topology that is given them has to answer what the
 * calls say, or it could not read the state of a deployment that runs today.
 */
final class GoldenState {

    /** One file a format; an old one is never written again. */
    static final Path FILE = Path.of("src/test/resources/proof/state-1.txt");

    private static final long LAST = Instant.parse("2026-11-20T10:05:00Z").toEpochMilli();
    private static final long SPREAD = 300_000;
    private static final int CALLS = 60;
    private static final String CHANGELOG = "-changelog";

    private GoldenState() {}

    private static List<Call> calls() {
        List<Call> calls = SeededCalls.of(1, CALLS, LAST, SPREAD);
        calls.replaceAll(call -> call.ofSeries("tenant-0", "route-" + call.id().length(), call.model()));
        return calls;
    }

    /** Writes the file anew: for a format that no release has. */
    static void write(Drill drill) throws Exception {
        Rig rig = drill.rig(Rig.Setting.RECORDED, drill.nodes, MonitoringProcess.PARTITIONS);
        Instance instance = Crashes.start(drill, rig, "a", Launch.Shape.PLAIN);
        for (int i = 0; i < CALLS; i++) {
            Call call = calls().get(i);
            rig.wire.sendAt(Topics.TRACES, call.id(), SeededCalls.event(call), LAST - SPREAD + SPREAD * i / CALLS);
        }
        rig.wire.flush();
        rig.wire.awaitCommitted(Topics.TRACES, CALLS, drill.patience());
        rig.wire.await(
                () -> Verdict.answered(instance, Oracle.windows(calls()))
                        .differences()
                        .isEmpty(),
                drill.patience(),
                () -> "the calls are not counted");
        instance.process().terminate(java.time.Duration.ofSeconds(40));
        List<String> lines = new ArrayList<>();
        for (String topic : new TreeSet<>(Wire.get(rig.wire.admin.listTopics().names()))) {
            if (topic.endsWith(CHANGELOG)) {
                for (ConsumerRecord<byte[], byte[]> record : rig.wire.letters(rig.wire.partitionsOf(topic))) {
                    lines.add(String.join(
                            " ", topic, String.valueOf(record.partition()), text(record.key()), text(record.value())));
                }
            }
        }
        Files.write(FILE, lines, StandardCharsets.US_ASCII);
        drill.figure("written", lines.size());
    }

    /** Gives the file's bytes to a topology that has no state, and asks it for the windows. */
    static void read(Drill drill) throws Exception {
        Rig rig = drill.rig(Rig.Setting.RECORDED, drill.nodes, MonitoringProcess.PARTITIONS);
        List<String> lines = Files.readAllLines(FILE, StandardCharsets.US_ASCII);
        drill.require(!lines.isEmpty(), () -> FILE + " is empty");
        createChangelogs(rig, lines);
        for (String line : lines) {
            String[] parts = line.split(" ", -1);
            rig.wire.send(new ProducerRecord<>(parts[0], Integer.valueOf(parts[1]), bytes(parts[2]), bytes(parts[3])));
        }
        rig.wire.flush();
        Instance instance = Crashes.start(drill, rig, "a", Launch.Shape.PLAIN);
        drill.found(Verdict.answered(instance, Oracle.windows(calls())));
        Counts counts = Counts.of(instance);
        counts.requireConserved(drill, CALLS);
        drill.require(counts.of("counted") == CALLS, () -> "counted " + counts.of("counted"));
    }

    private static void createChangelogs(Rig rig, List<String> lines) {
        List<NewTopic> topics = lines.stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .distinct()
                .map(topic -> new NewTopic(topic, rig.wire.partitions, (short) 1)
                        .configs(Map.of("cleanup.policy", "compact")))
                .toList();
        Wire.get(rig.wire.admin.createTopics(topics).all());
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "-" : Base64.getEncoder().encodeToString(bytes);
    }

    private static byte @Nullable [] bytes(String text) {
        return text.equals("-") ? null : Base64.getDecoder().decode(text);
    }
}
