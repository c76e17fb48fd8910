package dev.weir.alerting.detect;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Detectors as bytes: a kind byte, then the fields in order; 8 bytes per remembered value. */
public final class DetectorBytes {

    private static final int LEARNING = 1;
    private static final int WATCHING = 2;
    private static final int SHIFTED = 3;
    private static final int SLOW_TREND = 4;

    private DetectorBytes() {}

    /** Writes a detector. */
    public static void write(Detector detector, DataOutputStream out) throws IOException {
        if (detector instanceof LevelShift.Learning learning) {
            out.writeByte(LEARNING);
            writeValues(learning.values(), out);
        } else if (detector instanceof LevelShift.Watching watching) {
            out.writeByte(WATCHING);
            writeBaseline(watching.baseline(), out);
            writeSums(watching.sums(), out);
            out.writeInt(watching.coolDown());
        } else if (detector instanceof LevelShift.Shifted shifted) {
            out.writeByte(SHIFTED);
            writeBaseline(shifted.baseline(), out);
            out.writeBoolean(shifted.up());
            out.writeDouble(shifted.distance());
            out.writeInt(shifted.windows());
            writeValues(shifted.values(), out);
        } else if (detector instanceof SlowTrend trend) {
            out.writeByte(SLOW_TREND);
            writeValues(trend.values(), out);
            out.writeInt(trend.sinceDecision());
            out.writeBoolean(trend.breached());
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the bytes are no detector
     */
    public static Detector read(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case LEARNING -> new LevelShift.Learning(readValues(in));
            case WATCHING -> new LevelShift.Watching(readBaseline(in), readSums(in), in.readInt());
            case SHIFTED ->
                new LevelShift.Shifted(
                        readBaseline(in), in.readBoolean(), in.readDouble(), in.readInt(), readValues(in));
            case SLOW_TREND -> new SlowTrend(readValues(in), in.readInt(), in.readBoolean());
            default -> throw new IOException("kind of detector = " + kind + ": expected 1 to 4");
        };
    }

    private static void writeValues(List<Double> values, DataOutputStream out) throws IOException {
        out.writeInt(values.size());
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    private static List<Double> readValues(DataInputStream in) throws IOException {
        int size = in.readInt();
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(in.readDouble());
        }
        return List.copyOf(values);
    }

    private static void writeBaseline(Baseline baseline, DataOutputStream out) throws IOException {
        out.writeDouble(baseline.mean());
        out.writeDouble(baseline.sd());
        out.writeDouble(baseline.r1());
        out.writeInt(baseline.windows());
    }

    private static Baseline readBaseline(DataInputStream in) throws IOException {
        return new Baseline(in.readDouble(), in.readDouble(), in.readDouble(), in.readInt());
    }

    private static void writeSums(Cusum sums, DataOutputStream out) throws IOException {
        out.writeDouble(sums.high());
        out.writeDouble(sums.low());
        out.writeLong(sums.highWindows());
        out.writeDouble(sums.highSum());
        out.writeLong(sums.lowWindows());
        out.writeDouble(sums.lowSum());
    }

    private static Cusum readSums(DataInputStream in) throws IOException {
        return new Cusum(
                in.readDouble(), in.readDouble(), in.readLong(), in.readDouble(), in.readLong(), in.readDouble());
    }
}
