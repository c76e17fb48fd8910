package dev.weir.alerting;

import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.detect.Verdict;
import dev.weir.alerting.lifecycle.AlertState;
import dev.weir.alerting.lifecycle.AlertState.Firing;
import dev.weir.alerting.lifecycle.AlertState.Inactive;
import dev.weir.alerting.lifecycle.AlertState.Pending;
import dev.weir.alerting.lifecycle.Evidence;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is stored of one alert: what it claims and where it stands, as a format byte and the fields in order. */
record AlertMemory(Claim claim, AlertState state) {

    private static final int FORMAT = 1;
    private static final int INACTIVE = 0;
    private static final int PENDING = 1;
    private static final int FIRING = 2;

    byte[] toBytes() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(FORMAT);
            write(claim, out);
            write(state, out);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    /**
     * What {@link #toBytes} wrote.
     *
     * @throws IllegalStateException if the bytes are nothing of the kind
     */
    static AlertMemory fromBytes(byte[] bytes) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalStateException("format of alert state = " + format + ": expected " + FORMAT);
            }
            Claim claim = readClaim(in);
            return new AlertMemory(claim, readState(in));
        } catch (IOException e) {
            throw new IllegalStateException("alert state of " + bytes.length + " bytes cannot be read", e);
        }
    }

    private static void write(Claim claim, DataOutputStream out) throws IOException {
        Binary.text(out, claim.alertId());
        Binary.text(out, claim.subject());
        Binary.text(out, claim.rule());
        Binary.text(out, claim.ruleVersion());
        out.writeByte(claim.source().ordinal());
        out.writeBoolean(claim.trend());
        Binary.text(out, claim.severity());
        Binary.texts(out, claim.labels());
        Binary.text(out, claim.metric());
        Binary.text(out, claim.statistic());
        Binary.text(out, claim.operator());
        Binary.number(out, claim.threshold());
        Binary.text(out, claim.unit());
    }

    private static Claim readClaim(DataInputStream in) throws IOException {
        return new Claim(
                Binary.text(in),
                Binary.text(in),
                Binary.text(in),
                Binary.text(in),
                WindowSource.values()[in.readByte()],
                in.readBoolean(),
                Binary.text(in),
                Binary.texts(in),
                Binary.text(in),
                Binary.text(in),
                Binary.text(in),
                Binary.number(in),
                Binary.text(in));
    }

    private static void write(AlertState state, DataOutputStream out) throws IOException {
        if (state instanceof Pending pending) {
            out.writeByte(PENDING);
            Binary.instant(out, pending.since());
            Binary.instant(out, pending.lastBreach());
            out.writeLong(pending.revision());
            write(pending.latest(), out);
        } else if (state instanceof Firing firing) {
            out.writeByte(FIRING);
            Binary.instant(out, firing.since());
            Binary.instant(out, firing.decided());
            Binary.instant(out, firing.lastBreach());
            out.writeBoolean(firing.cleared());
            out.writeLong(firing.revision());
            write(firing.latest(), out);
            Binary.instant(out, firing.lastWord());
        } else if (state instanceof Inactive inactive) {
            out.writeByte(INACTIVE);
            Instant start = inactive.lastStart();
            Instant quiet = inactive.quietSince();
            out.writeBoolean(start != null && quiet != null);
            if (start != null && quiet != null) {
                Binary.instant(out, start);
                Binary.instant(out, quiet);
                out.writeLong(inactive.lastRevision());
            }
        }
    }

    private static AlertState readState(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case INACTIVE -> {
                if (!in.readBoolean()) {
                    yield Inactive.NEW;
                }
                Instant start = Binary.instant(in);
                Instant quiet = Binary.instant(in);
                yield new Inactive(start, in.readLong(), quiet);
            }
            case PENDING -> new Pending(Binary.instant(in), Binary.instant(in), in.readLong(), readEvidence(in));
            case FIRING ->
                new Firing(
                        Binary.instant(in),
                        Binary.instant(in),
                        Binary.instant(in),
                        in.readBoolean(),
                        in.readLong(),
                        readEvidence(in),
                        Binary.instant(in));
            default -> throw new IOException("kind of alert state = " + kind + ": expected 0 to 2");
        };
    }

    private static void write(Evidence evidence, DataOutputStream out) throws IOException {
        Binary.instant(out, evidence.start());
        Binary.instant(out, evidence.end());
        Finding finding = evidence.finding();
        Binary.text(out, finding.verdict().name());
        Binary.number(out, finding.value());
        Binary.number(out, finding.low());
        Binary.number(out, finding.high());
        Binary.number(out, finding.baseline());
        Binary.number(out, finding.statistic());
        out.writeLong(finding.n());
        Binary.number(out, finding.nEff());
        out.writeInt(evidence.exemplars().size());
        for (Evidence.Call call : evidence.exemplars()) {
            Binary.text(out, call.traceId());
            Binary.text(out, call.spanId());
            Binary.text(out, call.reason());
            out.writeLong(call.value());
        }
        Binary.texts(out, evidence.provenance());
    }

    private static Evidence readEvidence(DataInputStream in) throws IOException {
        Instant start = Binary.instant(in);
        Instant end = Binary.instant(in);
        Finding finding = new Finding(
                Verdict.valueOf(Binary.text(in)),
                Binary.number(in),
                Binary.number(in),
                Binary.number(in),
                Binary.number(in),
                Binary.number(in),
                in.readLong(),
                Binary.number(in));
        int size = in.readInt();
        List<Evidence.Call> calls = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            calls.add(new Evidence.Call(Binary.text(in), Binary.text(in), Binary.text(in), in.readLong()));
        }
        return new Evidence(start, end, finding, List.copyOf(calls), Binary.texts(in));
    }
}
