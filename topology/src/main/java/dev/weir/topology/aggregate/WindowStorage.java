package dev.weir.topology.aggregate;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where windows and their appointments are kept. An appointment says what is due for a window at which frontier.
 */
public interface WindowStorage {

    byte @Nullable [] window(byte[] key);

    void putWindow(byte[] key, byte[] state);

    void deleteWindow(byte[] key);

    /** Makes an appointment; the same one twice is one. */
    void putAppointment(Appointment appointment);

    void deleteAppointment(Appointment appointment);

    /** The appointments due at or before a frontier, earliest first. */
    List<Appointment> due(long frontier);

    /** What is due. */
    enum Action {
        CLOSE,
        REVISE,
        EXPIRE
    }

    /** One window's appointment; the bytes sort by due time. */
    record Appointment(long due, Action action, WindowKey window) {

        private static final int HEAD = 8 + 1;

        public byte[] toBytes() {
            return new WireWriter()
                    .writeSortableLong(due)
                    .writeByte(action.ordinal())
                    .writeRaw(window.toBytes())
                    .toBytes();
        }

        public static Appointment fromBytes(byte[] bytes) {
            WireReader in = new WireReader(bytes);
            return new Appointment(
                    in.readSortableLong(),
                    Action.values()[in.readByte()],
                    WindowKey.fromBytes(Arrays.copyOfRange(bytes, HEAD, bytes.length)));
        }
    }
}
