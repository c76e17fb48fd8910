package dev.weir.app.proof;

import dev.weir.app.guarantee.WindowName;
import dev.weir.app.proof.oracle.Call;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.WindowStats;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Drills that replay the same input and compare what comes out byte by byte. */
final class Replays {

    /** Magic byte and schema id. */
    private static final int WIRE_PREFIX = 5;

    private static final Duration SPREAD = Duration.ofMinutes(20);

    private Replays() {}

    /**
     * One way to run the same input.
     *
     * @param kills how often an instance is killed on the way
     */
    record Course(int partitions, int threads, int instances, int kills) {}

    /**
     * Z2: the last revision of every window is the same, the revision number aside, whatever the number of partitions,
     * threads and instances, and however often one is killed.
     */
    static void sameWindows(Drill drill, List<Course> courses) throws Exception {
        long last = System.currentTimeMillis() / 60_000 * 60_000;
        List<Call> calls = SeededCalls.of(drill.seed, drill.events, last, SPREAD.toMillis());
        SortedMap<String, String> first = new TreeMap<>();
        for (int i = 0; i < courses.size(); i++) {
            SortedMap<String, String> windows = run(drill, courses.get(i), calls, last);
            String hash = sha256(windows.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            drill.say(courses.get(i) + ": " + windows.size() + " windows, hash " + hash);
            drill.figure("hash_" + i, hash);
            if (i == 0) {
                first.putAll(windows);
            } else {
                requireSame(drill, first, windows, courses.get(i));
            }
        }
        drill.require(courses.size() > 1, () -> "one course alone proves nothing");
    }

    private static void requireSame(
            Drill drill, SortedMap<String, String> first, SortedMap<String, String> windows, Course course) {
        List<String> different = new ArrayList<>();
        first.forEach((id, hash) -> {
            if (!hash.equals(windows.get(id))) {
                different.add(id + " " + windows.get(id) + ": expected " + hash);
            }
        });
        drill.require(
                different.isEmpty() && first.keySet().equals(windows.keySet()),
                () -> course + ": " + different.size() + " of " + first.size() + " windows differ, the first: "
                        + different.stream().limit(3).toList());
    }

    private static SortedMap<String, String> run(Drill drill, Course course, List<Call> calls, long last)
            throws Exception {
        Rig rig = drill.rig(Rig.Setting.RECORDED, drill.nodes, course.partitions());
        long first = last - SPREAD.toMillis();
        Launch.Shape shape = new Launch.Shape(course.threads(), 0, Map.of());
        List<Instance> instances = new ArrayList<>();
        for (int i = 0; i < course.instances(); i++) {
            instances.add(Crashes.start(drill, rig, "course-" + i, shape));
        }
        int shares = course.kills() + 1;
        for (int i = 0; i < calls.size(); i++) {
            long arrival = first + SPREAD.toMillis() * i / calls.size();
            rig.wire.sendAt(Topics.TRACES, calls.get(i).id(), SeededCalls.event(calls.get(i)), arrival);
            if (i > 0 && i % (calls.size() / shares) == 0 && i / (calls.size() / shares) <= course.kills()) {
                rig.wire.flush();
                killOne(drill, rig, instances, shape, i);
            }
        }
        rig.wire.endCalls(last);
        rig.wire.flush();
        rig.wire.awaitCommitted(Topics.TRACES, rig.wire.written(Topics.TRACES), drill.patience());
        Verdict.awaitAllClosed(drill, rig.wire, rig.expected(calls));
        drill.found(Verdict.published(rig.wire, rig.expected(calls), Long.MAX_VALUE));
        SortedMap<String, String> windows = lastRevisions(rig);
        drill.close(rig);
        return windows;
    }

    private static void killOne(Drill drill, Rig rig, List<Instance> instances, Launch.Shape shape, int sent)
            throws Exception {
        rig.wire.awaitCommitted(Topics.TRACES, sent / 2, drill.patience());
        int victim = new Random(drill.seed + sent).nextInt(instances.size());
        drill.kill(instances.get(victim));
        instances.set(victim, Crashes.start(drill, rig, instances.get(victim).name(), shape));
    }

    /** Hashes of the last revision's bytes without its revision number, by window. */
    private static SortedMap<String, String> lastRevisions(Rig rig) {
        SortedMap<String, String> windows = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : rig.wire.letters(Topics.WINDOW_STATS)) {
            if (rig.wire.codec.decodeAny(record.value()) instanceof WindowStats window) {
                String id = WindowName.of(window);
                windows.put(id, sha256(withoutRevision(record.value())));
            }
        }
        return windows;
    }

    /** The bytes as they were written, but for those of the revision. */
    static byte[] withoutRevision(byte[] value) {
        ByteArrayInputStream in = new ByteArrayInputStream(value, WIRE_PREFIX, value.length - WIRE_PREFIX);
        BinaryDecoder decoder = DecoderFactory.get().directBinaryDecoder(in, null);
        try {
            for (Schema.Field field : WindowStats.getClassSchema().getFields()) {
                if (field.name().equals("revision")) {
                    int before = value.length - in.available();
                    decoder.readInt();
                    int after = value.length - in.available();
                    byte[] rest = Arrays.copyOf(value, before + value.length - after);
                    System.arraycopy(value, after, rest, before, value.length - after);
                    return rest;
                }
                GenericDatumReader.skip(field.schema(), decoder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no WindowStats", e);
        }
        throw new IllegalStateException("WindowStats has no revision");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
