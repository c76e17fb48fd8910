package dev.weir.app.proof;

import dev.weir.app.proof.oracle.Call;
import dev.weir.schemas.Topics;
import dev.weir.schemas.headers.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Good calls with poison of several kinds in turn among them, each kind in each partition in turn. */
final class Mixture {

    private final Rig rig;
    private final Poison[] kinds;
    private final int every;
    private final List<Call> good = new ArrayList<>();
    private final List<Dose> bad = new ArrayList<>();
    private int sent;

    /** A bad record as it was sent. */
    private record Dose(String key, byte[] value, Poison kind, Future<RecordMetadata> sent) {}

    /** @param every one record of so many is poison */
    Mixture(Rig rig, Poison[] kinds, int every) {
        this.rig = rig;
        this.kinds = kinds.clone();
        this.every = every;
    }

    /** Sends calls, some of them spoilt, and waits until the broker has them. */
    void send(List<Call> calls) {
        for (Call call : calls) {
            int number = sent++;
            if (number % every == every / 2) {
                Poison kind = kinds[number / every % kinds.length];
                int partition = number / every / kinds.length % rig.wire.partitions;
                byte[] value = kind.of(call, rig.wire.codec);
                bad.add(new Dose(call.id(), value, kind, rig.wire.sendTo(Topics.TRACES, partition, call.id(), value)));
            } else {
                good.add(call);
                rig.wire.send(Topics.TRACES, call.id(), rig.wire.codec.encode(Topics.TRACES, SeededCalls.event(call)));
            }
        }
        rig.wire.flush();
    }

    /** Calls that are to be counted. */
    List<Call> good() {
        return List.copyOf(good);
    }

    int refused() {
        return bad.size();
    }

    /** Fails the drill unless the dead letters are the poison, each once, byte for byte and with its reason. */
    void requireLetters(Drill drill) throws ExecutionException, InterruptedException {
        Map<String, ConsumerRecord<byte[], byte[]>> letters = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> letter : rig.wire.letters(Topics.DEAD_LETTERS)) {
            letters.put(
                    Counts.header(letter, DeadLetterHeaders.TOPIC)
                            + Counts.header(letter, DeadLetterHeaders.PARTITION) + "/"
                            + Counts.header(letter, DeadLetterHeaders.OFFSET),
                    letter);
        }
        drill.require(!bad.isEmpty(), () -> "no poison was sent");
        for (Dose dose : bad) {
            RecordMetadata where = dose.sent().get();
            ConsumerRecord<byte[], byte[]> letter =
                    letters.remove(where.topic() + where.partition() + "/" + where.offset());
            drill.require(
                    letter != null && isOf(dose, letter),
                    () -> "no dead letter, or a wrong one, for " + dose.kind() + " at " + where);
        }
        drill.require(letters.isEmpty(), () -> "dead letters of good records: " + letters.keySet());
    }

    private static boolean isOf(Dose dose, ConsumerRecord<byte[], byte[]> letter) {
        return dose.kind().reason().equals(Counts.header(letter, DeadLetterHeaders.REASON))
                && dose.key().equals(new String(letter.key(), StandardCharsets.UTF_8))
                && Arrays.equals(dose.value(), letter.value());
    }
}
