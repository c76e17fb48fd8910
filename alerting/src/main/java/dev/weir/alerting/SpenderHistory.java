package dev.weir.alerting;

import dev.weir.alerting.rules.Spent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one spender has spent lately: the newest hour, and the days of this month and of those before that a forecast looks at.
 *
 * @param hour start of the newest hour
 * @param hourRevision its newest revision
 * @param days what each day has cost, by the newest revision seen
 */
record SpenderHistory(Instant hour, int hourRevision, SortedMap<LocalDate, Day> days) {

    /** Longest month and what a forecast looks back, with room for late revisions. */
    static final int DAYS_KEPT = 62;

    static final SpenderHistory NONE = new SpenderHistory(Instant.EPOCH, -1, new TreeMap<>());

    private static final int FORMAT = 1;

    /** A day by its newest revision. */
    record Day(int revision, Spent spent) {}

    static LocalDate dayOf(Instant start) {
        return LocalDate.ofInstant(start, ZoneOffset.UTC);
    }

    /** With a newer hour, or a newer revision of it. */
    SpenderHistory withHour(Instant start, int revision) {
        return new SpenderHistory(start, revision, days);
    }

    /** With a day, and without those that are too old. */
    SpenderHistory withDay(LocalDate date, int revision, Spent spent) {
        SortedMap<LocalDate, Day> more = new TreeMap<>(days);
        more.put(date, new Day(revision, spent));
        LocalDate oldest = more.lastKey().minusDays(DAYS_KEPT);
        return new SpenderHistory(hour, hourRevision, new TreeMap<>(more.tailMap(oldest)));
    }

    /** What the month of the newest day has cost so far. */
    Spent month() {
        Spent sum = Spent.NOTHING;
        for (Day day : days.tailMap(days.lastKey().withDayOfMonth(1)).values()) {
            sum = sum.plus(day.spent());
        }
        return sum;
    }

    /** USD by day. */
    SortedMap<LocalDate, Double> usd() {
        SortedMap<LocalDate, Double> usd = new TreeMap<>();
        days.forEach((date, day) -> usd.put(date, day.spent().nanoUsd() / 1e9));
        return usd;
    }

    /** Start of the newest hour or day. */
    Instant newest() {
        Instant day = days.isEmpty()
                ? Instant.EPOCH
                : days.lastKey().atStartOfDay(ZoneOffset.UTC).toInstant();
        return day.isAfter(hour) ? day : hour;
    }

    byte[] toBytes() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(FORMAT);
            Binary.instant(out, hour);
            out.writeInt(hourRevision);
            out.writeInt(days.size());
            for (Map.Entry<LocalDate, Day> entry : days.entrySet()) {
                out.writeLong(entry.getKey().toEpochDay());
                out.writeInt(entry.getValue().revision());
                write(entry.getValue().spent(), out);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    /**
     * The history that {@link #toBytes} wrote.
     *
     * @throws IllegalStateException if the bytes are none
     */
    static SpenderHistory fromBytes(byte @Nullable [] bytes) {
        if (bytes == null) {
            return NONE;
        }
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalStateException("format of spender history = " + format + ": expected " + FORMAT);
            }
            Instant hour = Binary.instant(in);
            int revision = in.readInt();
            int size = in.readInt();
            SortedMap<LocalDate, Day> days = new TreeMap<>();
            for (int i = 0; i < size; i++) {
                LocalDate date = LocalDate.ofEpochDay(in.readLong());
                days.put(date, new Day(in.readInt(), readSpent(in)));
            }
            return new SpenderHistory(hour, revision, days);
        } catch (IOException e) {
            throw new IllegalStateException("spender history of " + bytes.length + " bytes cannot be read", e);
        }
    }

    private static void write(Spent spent, DataOutputStream out) throws IOException {
        out.writeLong(spent.calls());
        out.writeLong(spent.unpricedCalls());
        out.writeLong(spent.nanoUsd());
        out.writeLong(spent.tokens());
        Long most = spent.maxInputTokens();
        out.writeLong(most == null ? -1 : most);
    }

    private static Spent readSpent(DataInputStream in) throws IOException {
        long calls = in.readLong();
        long unpriced = in.readLong();
        long nanoUsd = in.readLong();
        long tokens = in.readLong();
        long most = in.readLong();
        return new Spent(calls, unpriced, nanoUsd, tokens, most < 0 ? null : Long.valueOf(most));
    }
}
